import StudioCore

print("studio")
