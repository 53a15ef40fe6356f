//! The operations that run on a socket.

use std::collections::HashMap;

use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::message::{self, ToClient};
use crate::http::operation::{Operation, Output};

/// The operations of one socket, by the ids that the client gave them.
pub struct Operations {
    running: HashMap<String, Running>,
    /// Operations begun so far.
    begun: u64,
    reports: mpsc::Sender<Report>,
}

struct Running {
    number: u64,
    task: AbortHandle,
}

/// What an operation reports, by its number: its id may be another's meanwhile.
pub struct Report {
    id: String,
    number: u64,
    said: Said,
}

enum Said {
    Text(String),
    /// It was refused: the text is the last of it.
    Refused(String),
    Done,
}

impl Operations {
    /// Reports wait in a queue of this length; an operation waits when it is full.
    pub fn new(queue: usize) -> (Self, mpsc::Receiver<Report>) {
        let (reports, inbox) = mpsc::channel(queue);
        (Self { running: HashMap::new(), begun: 0, reports }, inbox)
    }

    pub fn has(&self, id: &str) -> bool {
        self.running.contains_key(id)
    }

    pub fn count(&self) -> usize {
        self.running.len()
    }

    /// Runs an operation in a task of its own.
    pub fn start(&mut self, id: String, operation: Operation) {
        self.begun += 1;
        let (number, reports, name) = (self.begun, self.reports.clone(), id.clone());
        let report = move |said| {
            let report = Report { id: name.clone(), number, said };
            let reports = reports.clone();
            async move { reports.send(report).await.is_ok() }
        };
        let name = id.clone();
        let task = tokio::spawn(async move {
            let outputs = operation.stream();
            futures_util::pin_mut!(outputs);
            while let Some(output) = outputs.next().await {
                match output {
                    Output::Next(response) => {
                        let text = message::next(&name, &response);
                        if !report(Said::Text(text)).await {
                            return;
                        }
                    }
                    Output::Refused(response) => {
                        let text = ToClient::Error { id: &name, payload: &response.errors }.text();
                        report(Said::Refused(text)).await;
                        return;
                    }
                }
            }
            report(Said::Done).await;
        });
        self.running.insert(id, Running { number, task: task.abort_handle() });
    }

    /// Ends an operation because the client wants no more of it.
    pub fn end(&mut self, id: &str) {
        if let Some(operation) = self.running.remove(id) {
            operation.task.abort();
        }
    }

    /// What a report says to the client; nothing when the client has ended the operation meanwhile.
    pub fn heard(&mut self, report: Report) -> Option<String> {
        let Report { id, number, said } = report;
        self.running.get(&id).filter(|running| running.number == number)?;
        Some(match said {
            Said::Text(text) => text,
            Said::Refused(text) => {
                self.running.remove(&id);
                text
            }
            Said::Done => {
                self.running.remove(&id);
                ToClient::Complete { id: &id }.text()
            }
        })
    }
}

impl Drop for Operations {
    fn drop(&mut self) {
        for operation in self.running.values() {
            operation.task.abort();
        }
    }
}
