"""Addresses of what stands around the editors' work: people, one's own account, the audit log, reference data."""

from starlette.routing import BaseRoute, Route

from server.console import account, audit_log, holidays, organ_directory, people


def administration_routes() -> list[BaseRoute]:
    return [
        Route("/people", people.show_people),
        Route("/people/new", people.show_new, methods=["GET"]),
        Route("/people/new", people.add_person, methods=["POST"]),
        Route("/people/{staff_id}", people.show_person, methods=["GET"]),
        Route("/people/{staff_id}", people.save_person, methods=["POST"]),
        Route("/people/{staff_id}/reset", people.reset_person, methods=["POST"]),
        Route("/people/{staff_id}/lock", people.lock_person, methods=["POST"]),
        Route("/account", account.show_account),
        Route("/account/password", account.change_password, methods=["POST"]),
        Route("/account/phone", account.bind_phone, methods=["POST"]),
        Route("/account/sessions", account.close_others, methods=["POST"]),
        Route("/audit", audit_log.show_log),
        Route("/audit.csv", audit_log.log_file),
        Route("/holidays", holidays.show_holidays, methods=["GET"]),
        Route("/holidays", holidays.take_notice, methods=["POST"]),
        Route("/organs", organ_directory.show_organs),
        Route("/organs/{organ_id}", organ_directory.show_organ, methods=["GET"]),
        Route("/organs/{organ_id}", organ_directory.save_organ, methods=["POST"]),
        Route("/topics", organ_directory.show_topics),
    ]
