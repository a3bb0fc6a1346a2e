"""Changing preferences and consents."""

from typing import Annotated, Any

import strawberry

from content_models.organs import repository as organs
from content_models.residents import documents
from content_models.residents.actions.set_consent import SetConsent, set_consent
from content_models.residents.actions.set_preferences import SetPreferences, set_preferences
from mobile_api.commands import command
from mobile_api.context import Context, Info, as_actor
from mobile_api.follows.targets import UnknownFollowTarget
from mobile_api.preferences.types import (
    Consent,
    ConsentInput,
    ConsentSaved,
    Preferences,
    PreferencesInput,
    PreferencesSaved,
)
from mobile_api.problems import AnyProblem, settled

Chosen = Annotated[PreferencesInput, strawberry.argument(name="input", description="全部偏好 / All preferences")]
Decided = Annotated[ConsentInput, strawberry.argument(name="input", description="决定 / The decision")]


async def save_preferences(info: Info, chosen: Chosen) -> PreferencesSaved | AnyProblem:
    return await settled(_save(info.context, chosen))


async def save_consent(info: Info, decided: Decided) -> ConsentSaved | AnyProblem:
    return await settled(_consent(info.context, decided))


async def _save(context: Context, chosen: PreferencesInput) -> PreferencesSaved:
    asked = command(SetPreferences, **_asked(context, chosen), preferences=_preferences(chosen))
    if chosen.district_id and not await organs.has_region(chosen.district_id):
        raise UnknownFollowTarget("没有这个区县，请重新选择。", field="district_id")
    saved = await set_preferences(context.store, asked)
    context.deps.changes.changed_here(asked.resident_id)
    return PreferencesSaved(version=saved.version, preferences=Preferences(preferences=saved.preferences))


def _preferences(chosen: PreferencesInput) -> dict[str, Any]:
    return {
        "frequency": chosen.frequency,
        "quiet_hours": {"start": chosen.quiet_hours.start, "end": chosen.quiet_hours.end},
        "elder_mode": chosen.elder_mode,
        "district_id": chosen.district_id,
        "personal_feed": chosen.personal_feed,
    }


async def _consent(context: Context, decided: ConsentInput) -> ConsentSaved:
    asked = command(
        SetConsent,
        **_asked(context, decided),
        purpose=decided.purpose,
        granted=decided.granted,
        text_version=decided.text_version,
    )
    saved = await set_consent(context.store, asked)
    context.deps.changes.changed_here(asked.resident_id)
    return ConsentSaved(version=saved.version, consent=shown_consent(saved.purpose, saved.consent))


def shown_consent(purpose: documents.ConsentPurpose, consent: documents.Consent | None) -> Consent:
    if consent is None:
        return Consent(purpose=purpose, granted=None, at=None, text_version=None)
    return Consent(purpose=purpose, granted=consent.granted, at=consent.at, text_version=consent.text_version)


def _asked(context: Context, given: PreferencesInput | ConsentInput) -> dict[str, Any]:
    resident_id = context.viewer()
    return {
        "actor": as_actor(resident_id),
        "idempotency_key": given.idempotency_key,
        "resident_id": resident_id,
        "expected_version": given.expected_version,
    }
