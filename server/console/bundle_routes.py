"""Addresses of plans, holds, notices and their pushes, and of the desk's figures and reports."""

from starlette.routing import BaseRoute, Route

from server.console import bundles, campaigns, composer, overview, reports


def bundle_routes() -> list[BaseRoute]:
    return [
        *(
            Route(f"/releases/{{release_id}}/{name}", endpoint, methods=["POST"])
            for name, endpoint in bundles.ACTS.items()
        ),
        Route("/releases/{release_id}/notice", composer.save_notice, methods=["POST"]),
        Route("/releases/{release_id}/notice/preview", composer.preview_notice),
        Route("/bundles", bundles.show_bundles),
    ]


def campaign_routes() -> list[BaseRoute]:
    return [
        Route("/campaigns", campaigns.show_campaigns),
        Route("/campaigns/staff-devices", campaigns.name_device, methods=["POST"]),
        Route("/campaigns/{campaign_id}", campaigns.show_campaign),
        *(
            Route(f"/campaigns/{{campaign_id}}/{name}", endpoint, methods=["POST"])
            for name, endpoint in campaigns.ACTS.items()
        ),
    ]


def overview_routes() -> list[BaseRoute]:
    return [
        Route("/overview", overview.show_overview),
        Route("/overview/{chart}.csv", overview.chart_file),
        Route("/reports/{report}.csv", reports.report_file),
        Route("/reports/{report}", reports.show_report),
    ]
