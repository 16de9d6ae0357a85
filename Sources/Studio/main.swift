StudioCommand.run()
