"""Words for the sponsor never tell who it is: names, addresses and numbers are found in them."""

import pytest

from followups.nameless import named_in


@pytest.mark.parametrize(
    ("names", "said", "found"),
    [
        (["Rosa Engel"], "Rosa is angry", "Rosa"),
        (["Rosa Engel"], "Frau rosa ist unzufrieden", "Rosa"),
        (["Rosa Engel"], "ENGEL is angry", "Engel"),
        (["José Müller"], "jose wants money back", "José"),
        (["Bo Li"], "What can I do for Bo?", "Bo"),
        (["Jo Wu"], "WU wants money", "Wu"),
        (["王小芳"], "王小芳不满意怎么办", "王小芳"),
        (["김철수"], "김철수가 화났어요", "김철수"),
        (["محمد الأحمد"], "ماذا أقول لمحمد", "محمد"),
        (["", "Rosi"], "Rosi is angry", "Rosi"),
        (["Rosa Engel"], "Somebody is angry, may I add a box?", ""),
        (["Anna von der Heide"], "Darf ich der Kundin von uns etwas geben?", ""),
        (["Frau Dr. Engel"], "Die Frau ist unzufrieden", ""),
        (["Bo Li"], "the bottle, a little", ""),
        (["राम शर्मा"], "राम नाराज़ है", "राम"),
        (["Anna O. Engel"], "O dear. A box too", ""),
        (["राम शर्मा"], "वह नाराज़ है", ""),
        (["علي"], "ماذا أقول لها عليها", ""),
    ],
)
def test_a_name_is_found_however_it_is_written(names, said, found):
    assert named_in(said, names) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("write to ROSA@post.example", "rosa@post.example"),
        ("her number is 0170 123-4567", "+491701234567"),
        ("+491701234567", "+491701234567"),
        ("it cost 123 and came on 4.5.67", ""),
    ],
)
def test_addresses_and_numbers_are_found_however_they_are_written(said, found):
    assert named_in(said, [], ["rosa@post.example", "+491701234567"]) == found
