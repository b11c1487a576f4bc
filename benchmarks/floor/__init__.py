"""What the floor and its visitor both know. The floor itself is one file, app.py."""

EMAIL, PASSWORD = "measured@floor.example", "kept-floor"
