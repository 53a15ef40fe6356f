//! What the wire promises, each limit one under and one over.

mod overload;
