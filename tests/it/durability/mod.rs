//! `kill -9` at any moment: what was acknowledged is there, and nothing is there by half.

mod check;
mod memory;
mod world;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use check::{assert_remembered, assert_whole};
use world::World;
use writer::Writer;

pub use check::assert_sound;

use crate::support::program::Home;

const ROUNDS: u64 = 20;
const WRITERS: usize = 8;
/// A server that was started serves by then.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_while_eight_write_it_keeps_every_acknowledged_write_and_none_by_half() {
    let home = Home::new();
    let mut program = home.serve();
    let world = Arc::new(World::default());
    let mut writers = Vec::new();
    for number in 0..WRITERS {
        writers.push(Writer::register(number, program.caller(), &world).await);
    }
    for round in 0..ROUNDS {
        let tasks: Vec<_> = writers
            .into_iter()
            .map(|mut writer| {
                let world = world.clone();
                tokio::spawn(async move {
                    writer.write_until_it_breaks(&world, round).await;
                    writer
                })
            })
            .collect();
        timeout(PATIENCE, world.first_write.notified()).await.expect("a first write");
        // From amid the first writes to far into the round.
        tokio::time::sleep(Duration::from_millis(100 + round * 137 % 300)).await;
        program.kill();
        writers = Vec::new();
        for task in tasks {
            writers.push(task.await.unwrap());
        }
        // Nobody else has the database open meanwhile, so that the program itself has to recover it.
        program = home.serve();
        for writer in &mut writers {
            writer.caller = writer.caller.moved_to(program.address);
        }
        assert_sound(&home.database).await;
        assert_whole(&program.caller(), Some(1)).await;
        for writer in &writers {
            assert_remembered(writer, Some(round)).await;
        }
        world.begin_round();
    }
    assert_whole(&program.caller(), None).await;
    let mut acknowledged = 0;
    for writer in &writers {
        assert_remembered(writer, None).await;
        acknowledged += writer.memory.acknowledged;
    }
    eprintln!("{acknowledged} writes were acknowledged in {ROUNDS} rounds");
    assert!(acknowledged >= ROUNDS * WRITERS as u64, "only {acknowledged} writes in {ROUNDS} rounds");
}
