"""What is asked about memos."""

from datetime import datetime

from django.db.models import QuerySet

from answerable.memos.models import Memo


def due_memos(now: datetime) -> QuerySet[Memo]:
    """Return the memos whose moment has come, the earliest first."""
    return Memo.objects.filter(try_at__lte=now).select_related("council").order_by("try_at", "id")


def unsent_memos(council: str) -> QuerySet[Memo]:
    """Return a council's memos that could not be sent, or not yet, the newest first."""
    return Memo.objects.filter(council_id=council, sent_at=None).exclude(problem="").order_by("-id")
