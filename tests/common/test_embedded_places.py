from pathlib import Path

import environ
from psycopg.conninfo import conninfo_to_dict

from common.embedded import places


def test_socket_paths_fit_whatever_the_length_of_the_project_path(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 40)

    for name in (places.POSTGRES_SOCKET, places.VALKEY_SOCKET):
        assert len(bytes(places.sockets(deep) / name)) <= places.LONGEST_SOCKET_PATH


def test_two_projects_never_share_sockets(tmp_path: Path) -> None:
    assert places.sockets(tmp_path / "one") != places.sockets(tmp_path / "other")


def test_a_link_to_a_project_leads_to_the_same_sockets(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    link = tmp_path / "link"
    link.symlink_to(project)

    assert places.database_url(link) == places.database_url(project)


def test_the_database_url_is_read_alike_by_django_environ_and_psycopg(tmp_path: Path) -> None:
    url = places.database_url(tmp_path)

    django = environ.Env.db_url_config(url)
    psycopg = conninfo_to_dict(url)

    assert django["OPTIONS"]["host"] == psycopg["host"] == str(places.sockets(tmp_path))
    assert django["USER"] == psycopg["user"] == "notifyhub"
    assert django["NAME"] == psycopg["dbname"] == "notifyhub"
