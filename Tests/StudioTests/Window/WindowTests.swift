import Testing

/// The real program in a pseudo-terminal, one at a time: each may want every core.
@Suite(.serialized) enum WindowTests {}
