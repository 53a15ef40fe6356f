//! Birds.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Birds", "Nature"],
    subjects: &[
        "swifts",
        "a feeder on the fourth floor",
        "learning bird song",
        "cranes in autumn",
        "an owl in the churchyard",
        "winter ducks",
        "ringing days",
        "nest boxes",
        "gulls",
        "the dawn chorus",
        "a patch of my own",
    ],
    sentences: &[
        "The swifts came back on the third of May, as they do, without any regard for the weather.",
        "I knew eight songs in spring, and by June I was asking the blackbird for an encore.",
        "Gulls take years to grow up and have opinions from the first day.",
        "The feeder cost nine euros and has replaced the television.",
        "We heard the cranes long before we found them, a creaking door in the whole of the sky.",
        "There was an owl in the yew, asleep, with the face of somebody who has seen the minutes.",
        "Counting ducks in January is cold, repetitive and the best hour of the week.",
        "A nest box wants to face north-east and to be left alone, like most of us.",
        "I record first and look it up later; [xeno-canto](https://xeno-canto.org/) has everybody's voice.",
        "The wren weighs as much as a coin and shouts like a foreman.",
        "Binoculars with a scratch that you own beat perfect ones in a shop.",
        "Once you know the call, the wood is twice as full.",
        "The robin follows the spade, and knows the day on which I turn the compost.",
        "Nothing much happened for an hour, and then a kingfisher did.",
    ],
    tips: &[
        "Learn the common ones first",
        "Stand still for ten minutes",
        "Clean the feeder with hot water",
        "Go out at dawn at least once in May",
        "Keep notes of what was not there",
        "Walk the same round every week",
        "Listen with your eyes closed",
        "Leave the hedge until September",
        "Share sightings, but not nests",
        "Bring biscuits to a ringing day",
    ],
    table: &[
        &["Species", "First seen", "Most at once"],
        &["swift", "3 May", "41"],
        &["chiffchaff", "14 March", "6"],
        &["fieldfare", "20 October", "230"],
    ],
    code: &[(
        "csv",
        "date,species,count,place\n2024-05-03,swift,2,church tower\n2024-05-04,swift,11,church tower\n2024-05-04,house martin,3,bridge",
    )],
};
