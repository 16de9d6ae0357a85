Relaunch.withQuietWorkers()
StudioCommand.run()
