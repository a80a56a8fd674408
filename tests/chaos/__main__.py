"""script/chaos begins here. Small, since each child that is shot imports it too."""

if __name__ == "__main__":
    from tests.chaos.run import main

    main()
