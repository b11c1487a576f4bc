"""What people say and mean, as a resource: the company's to read, one's own to teach and forget."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import SAFE_METHODS

from kit.api.fields import MomentField, TextField
from kit.api.serializers import Shown, StrictSerializer
from kit.api.views import OwnedViewSet
from sales import actions
from sales.actions.synonyms import LONGEST
from sales.models import Synonym


class SynonymOut(Shown):
    """People say one thing and mean another, which stands in the name of a product."""

    id = serializers.UUIDField()
    said = serializers.CharField()
    meant = serializers.CharField()
    own = serializers.SerializerMethodField()
    updated_at = MomentField()

    def get_own(self, synonym) -> bool:
        return synonym.owner_id is not None


class SynonymIn(StrictSerializer):
    """What people say, and what they mean by it."""

    said = TextField(max_length=LONGEST)
    meant = TextField(max_length=LONGEST)


class SynonymsViewSet(OwnedViewSet):
    """Synonyms, by what is said."""

    model = Synonym
    serializer_class = SynonymOut
    order = ("said", "id")

    def get_queryset(self):
        if self.request.method in SAFE_METHODS:
            return super().get_queryset()
        return Synonym.objects.editable_by(self.request.user)

    @extend_schema(request=SynonymIn, responses={201: SynonymOut, 200: SynonymOut})
    def create(self, request):
        """Teach one; what is known already is answered as it is, by 200."""
        taught = actions.teach_synonym(owner=request.user, by=self.by, **self.read(SynonymIn))
        return self.answer(taught, status.HTTP_201_CREATED if taught.event else status.HTTP_200_OK)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Forget one of your own."""
        return self.gone(actions.forget_synonym(synonym=self.get_object(), by=self.by))
