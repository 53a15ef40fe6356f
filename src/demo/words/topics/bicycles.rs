//! Bicycles.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Bicycles", "Commuting", "Repair"],
    subjects: &[
        "truing wheels",
        "riding to work in winter",
        "a steel frame from 1984",
        "cargo bikes",
        "hub gears",
        "night riding",
        "an old saddle",
        "punctures",
        "long rides",
        "friction shifting",
        "cycling with children",
        "panniers",
    ],
    sentences: &[
        "A quarter turn of the spoke key is a conversation, a whole turn is an argument.",
        "There is no bad weather below five kilometres, only wet trousers.",
        "The bike had hung in a barn for twenty years and rolled out after one afternoon of grease.",
        "I have carried a wardrobe, two cellos and a very calm cat on the cargo bike.",
        "The headwind was with me all the way, as faithful as a dog.",
        "Puncture-proof tyres are heavier than the others and much lighter than walking.",
        "The late [Sheldon Brown](https://www.sheldonbrown.com/) has answered your question already, probably in 1998.",
        "A quiet drivetrain is the nicest thing you can give to whoever rides behind you.",
        "The route that the phone suggests is never the one with the bakery.",
        "Lights are for being seen; slowing down is for seeing.",
        "My commute takes twenty-four minutes by bike, thirty-one by tram and a different person by car.",
        "Leather needs a hundred kilometres to learn who you are.",
        "We counted eleven tandems on the river path, all of them arguing cheerfully.",
        "The rattle was the bell, as it always is, after I had taken everything else apart.",
    ],
    tips: &[
        "Check the pressure on Sundays",
        "Wipe the chain more often than you oil it",
        "Carry a tube, a lever, a pump and a little cash",
        "Pack the heavy things low",
        "Take the lane where the road is narrow",
        "Replace the chain before it eats the sprockets",
        "Keep spare gloves at work",
        "Mark the height of the saddle with tape",
        "Thank the driver who waits",
        "Eat before you are hungry",
    ],
    table: &[
        &["Part", "Lasted", "Cost", "Again?"],
        &["chain", "4,100 km", "18", "yes"],
        &["brake pads", "6,000 km", "9", "yes"],
        &["fancy tyres", "1,300 km", "62", "no"],
    ],
    code: &[(
        "python",
        "def gear_inches(ring, sprocket, wheel=27.0):\n    return ring / sprocket * wheel\n\nprint(round(gear_inches(42, 17), 1))",
    )],
};
