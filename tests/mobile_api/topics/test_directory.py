"""What can be followed: topics in their order, organs as in a directory."""

from content_models.topics import repository as topics
from content_models.topics.vocabulary import LIFE
from tests.mobile_api.city import City
from tests.mobile_api.client import App


async def test_directory(city: City, app: App) -> None:
    await topics.seed()
    await city.organ("metro", "示例市地铁公司")
    directory = await app.run("Directory")
    assert [topic["name"] for topic in directory["topics"] if not topic["official"]] == list(LIFE.values())
    openness = next(topic for topic in directory["topics"] if topic["name"] == "政务公开" and topic["official"])
    assert openness["parentId"] == "theme.administration"
    assert directory["organs"][0] == {
        "id": "metro",
        "name": "示例市地铁公司",
        "shortName": "示例市地铁公司",
        "level": "INSTITUTION",
        "regionCode": "320000",
    }
