"""Pages in another language. Templates and sentences are written in English; a catalogue beside the templates holds what they are elsewhere."""
