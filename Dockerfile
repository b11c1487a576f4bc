# The grown-up shape: one image for web, worker and schedule; docker-compose.yml says which is which.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    STATIC_ROOT=/app/staticfiles \
    KEPT_DATA=/data

WORKDIR /app

RUN useradd --system --uid 10001 --create-home --home-dir /home/kept kept \
    && install -d -o kept -g kept -m 700 /data

COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . .

# The key of this step signs nothing: the real one comes from the environment.
RUN KEPT_DATA=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build

USER kept
VOLUME /data
EXPOSE 8000

CMD ["gunicorn", "mlmcrm.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
