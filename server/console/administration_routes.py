"""Addresses of what stands around the editors' work: people, one's own account, the audit log, reference data."""

from starlette.routing import BaseRoute, Route

from server.console import account, audit_log, deadline_rules, holidays, organ_directory, people, regions, topics


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
        *_reference_routes(),
    ]


def _reference_routes() -> list[BaseRoute]:
    """机构、区划、主题、期限规则."""
    return [
        Route("/organs", organ_directory.show_organs),
        Route("/organs/new", organ_directory.show_new_organ, methods=["GET"]),
        Route("/organs/new", organ_directory.add, methods=["POST"]),
        Route("/organs/{organ_id}", organ_directory.show_organ, methods=["GET"]),
        Route("/organs/{organ_id}", organ_directory.save_organ, methods=["POST"]),
        Route("/organs/{organ_id}/rename", organ_directory.rename, methods=["POST"]),
        Route("/regions", regions.show_regions),
        Route("/regions/new", regions.show_new_region, methods=["GET"]),
        Route("/regions/new", regions.add, methods=["POST"]),
        Route("/regions/{code}", regions.show_region, methods=["GET"]),
        Route("/regions/{code}", regions.save_region, methods=["POST"]),
        Route("/topics", topics.show_topics, methods=["GET"]),
        Route("/topics", topics.add, methods=["POST"]),
        Route("/topics/{topic_id}", topics.show_topic, methods=["GET"]),
        Route("/topics/{topic_id}", topics.save_topic, methods=["POST"]),
        Route("/topics/{topic_id}/move", topics.move, methods=["POST"]),
        Route("/deadlines", deadline_rules.show_rules, methods=["GET"]),
        Route("/deadlines", deadline_rules.enter, methods=["POST"]),
        Route("/deadlines/{row_id}", deadline_rules.show_rule, methods=["GET"]),
        Route("/deadlines/{row_id}", deadline_rules.save_rule, methods=["POST"]),
    ]
