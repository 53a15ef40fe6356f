//! Hiking.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Hiking", "Mountains", "Maps"],
    subjects: &[
        "walking alone",
        "hut to hut in the Alps",
        "paper maps",
        "a lighter pack",
        "walking in the rain",
        "the coast path",
        "boots",
        "winter walks close to home",
        "getting lost",
        "wild camping",
        "walking with a dog",
        "a week in the fells",
    ],
    sentences: &[
        "The path was where the map said it would be, under a metre of snow.",
        "Every gram that I left at home thanked me on the second climb.",
        "Fog makes every hill the same height and every cairn a person.",
        "The hut smelled of soup and wet socks, and I have seldom been happier to arrive anywhere.",
        "Going down is the part that knees remember.",
        "A thermos at the top is worth more than the view, and you can have both.",
        "I met four people in three days, and three of them were looking for the same dog.",
        "The forecast said *occasional showers*, which is a fine description of a waterfall.",
        "The [open map](https://www.openstreetmap.org/) knew the footbridge that the printed one had forgotten.",
        "Turning round below the summit was the best decision of the year.",
        "You hear a valley long before you see it: water first, then bells, then a road.",
        "Blisters begin as a thought, and that is the moment to stop.",
        "We walked the last hour by the light of a moon that had no other plans.",
        "A bench with a plaque is always exactly where you need it.",
    ],
    tips: &[
        "Tell somebody where you are going and when you will be back",
        "Start early and stop early",
        "Put the rain jacket on top",
        "Change socks at lunch",
        "Carry a map that needs no battery",
        "Drink before the climb",
        "Turn back while it is still your choice",
        "Greet everybody on a narrow path",
        "Take the rubbish of one other person home with you",
        "Sit down for ten minutes where nothing happens",
    ],
    table: &[
        &["Day", "Distance", "Climb", "Weather"],
        &["Monday", "14 km", "820 m", "sun"],
        &["Tuesday", "21 km", "1,340 m", "wind"],
        &["Wednesday", "9 km", "260 m", "everything"],
    ],
    code: &[
        ("text", "tent 1100 g\nsleeping bag 780 g\nstove and pot 310 g\nchocolate 400 g, on departure"),
        (
            "python",
            "# Naismith: an hour for five kilometres, one more for 600 metres up\nhours = kilometres / 5 + climb / 600",
        ),
    ],
};
