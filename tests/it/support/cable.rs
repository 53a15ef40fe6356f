//! A cable to a server that can be pulled, and left dangling.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything passes.
    Whole,
    /// Connections break, new ones are not taken.
    Pulled,
    /// Connections stand, and nothing passes.
    Dangling,
}

/// Leads to a server, from an address of its own.
pub struct Cable {
    pub address: SocketAddr,
    state: watch::Sender<State>,
}

impl Cable {
    pub async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, seen) = watch::channel(State::Whole);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(stream, server.clone(), seen.clone()));
            }
        });
        Self { address, state }
    }

    pub fn set(&self, state: State) {
        self.state.send_replace(state);
    }
}

async fn pass(mut near: TcpStream, server: String, mut state: watch::Receiver<State>) {
    let mut far = None;
    loop {
        let now = *state.borrow_and_update();
        match now {
            State::Pulled => return,
            State::Dangling => {
                if state.changed().await.is_err() {
                    return;
                }
            }
            State::Whole => {
                if far.is_none() {
                    far = Some(TcpStream::connect(&server).await.unwrap());
                }
                tokio::select! {
                    _ = copy_bidirectional(&mut near, far.as_mut().unwrap()) => return,
                    changed = state.changed() => if changed.is_err() { return },
                }
            }
        }
    }
}
