"""Names of invented people from many cultures, each written as people there write it.

A culture is given names, family names, and how they are put together. Names in other scripts
carry their Latin spelling behind a slash, for e-mail addresses.
"""

from dataclasses import dataclass
from random import Random

from django.utils.text import slugify


@dataclass(frozen=True)
class Culture:
    """Names of one place. `pattern` puts given (g) and family (f) name together."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    pattern: str = "{g} {f}"
    weight: int = 4


@dataclass(frozen=True)
class Name:
    """A whole name, how to address the person, and the Latin spelling for an e-mail address."""

    full: str
    greeting: str
    latin: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CULTURES = (
    Culture(
        _words(
            "Aisling Brendan Ciara Declan Eimear Fiona Grace Hugh Ivy Joan Kieran Laura Niamh Owen Ruth Sean"
        ),
        _words(
            "Byrne Carter Doyle Ellis Fox Gallagher Hart Keane Lowry Moran Nolan O’Shea Pryce Quinn Reid Tully"
        ),
        weight=9,
    ),
    Culture(
        _words(
            "Anke Bernd Clara Dieter Elke Frieda Gerd Hanna Imke Jens Käthe Lothar Marlies Nele Oskar Petra Uwe"
        ),
        _words(
            "Ahrens Böhm Claussen Dürr Ebert Förster Groß Hübner Jäger Kühn Lindner Möller Paulsen Schäfer Weiß"
        ),
        weight=9,
    ),
    Culture(
        _words("Abena Adjoa Afia Akosua Ama Efua Esi Kofi Kojo Kwabena Kwame Kwasi Nana Serwaa Yaa Yaw"),
        _words(
            "Addo Agyeman Amoah Ansah Asante Boateng Darko Frimpong Mensah Ntim Ofori Owusu Quaye Sarpong Tetteh"
        ),
        weight=9,
    ),
    Culture(
        _words(
            "Adaeze Bolanle Chidi Chinwe Dayo Emeka Folake Ifeoma Kelechi Ngozi Obinna Sade Tunde Uche Yetunde"
        ),
        _words(
            "Abiola Achebe Adeyemi Balogun Eze Igwe Nwosu Obi Okafor Okonkwo Oladipo Onyeka Sowande Uzoma"
        ),
        weight=6,
    ),
    Culture(
        _words(
            "Agnieszka Bartosz Danuta Elżbieta Grażyna Henryk Jadwiga Krzysztof Łucja Małgorzata Sławomir Zofia"
        ),
        _words(
            "Brzozowska Chmiel Dąbrowska Gołąb Jabłoński Kowal Łukasik Mazur Ostrowska Pająk Sęk Wróbel Żak"
        ),
    ),
    Culture(
        _words("Adélia Bento Conceição Duarte Fátima Gonçalo Inês João Leonor Luís Marília Rui Sofia Tomás"),
        _words(
            "Araújo Brandão Carvalho Faria Guimarães Leitão Magalhães Neves Patrício Rebelo Seabra Simões Vaz"
        ),
        pattern="{g} {f} {f2}",
    ),
    Culture(
        _words(
            "Álvaro Belén Consuelo Diego Esperanza Gonzalo Íñigo Jimena Lucía Mateo Nuria Pilar Raúl Ximena"
        ),
        _words(
            "Alarcón Benítez Cifuentes Escobar Fuentes Galván Ibáñez Jurado Lozano Muñoz Núñez Peña Quiroga Yáñez"
        ),
        pattern="{g} {f} {f2}",
    ),
    Culture(
        _words(
            "Aurélie Benoît Chloé Didier Élodie Françoise Gaëlle Hervé Jérôme Maëlys Noémie Odette Rémi Thérèse"
        ),
        _words(
            "Beauchamp Chevalier Delorme Fournier Gauthier Lefèvre Lacroix Mercier Pelletier Rousseau Thibault"
        ),
    ),
    Culture(
        _words(
            "Ayşe Barış Çiğdem Deniz Elif Gülşen Hüseyin Işıl Kerem Mehmet Nilüfer Özlem Şule Tuğba Umut Zeynep"
        ),
        _words("Aydın Bozkurt Çelik Doğan Erdoğmuş Güneş Karaca Koç Öztürk Polat Şahin Toprak Uçar Yıldız"),
    ),
    Culture(
        _words(
            "آمنة/amna باسم/basim حنان/hanan خالد/khalid رانيا/rania زينب/zaynab سمير/samir فاطمة/fatima ليلى/layla نادر/nadir هدى/huda يوسف/yusuf"
        ),
        _words(
            "الحداد/alhaddad الخطيب/alkhatib السعدي/alsaadi الشامي/alshami العطار/alattar النجار/alnajjar حمدان/hamdan درويش/darwish منصور/mansur"
        ),
        weight=3,
    ),
    Culture(
        _words(
            "אביגיל/avigail בועז/boaz דליה/dalia חנה/hanna יעל/yael מיכל/michal נועם/noam רות/rut שירה/shira תמר/tamar"
        ),
        _words(
            "אלון/alon ברק/barak גולן/golan דרור/dror הראל/harel כרמי/karmi לביא/lavi שדה/sadeh שמיר/shamir"
        ),
        weight=2,
    ),
    Culture(
        _words(
            "آرش/arash بهار/bahar پریسا/parisa داریوش/dariush ژاله/jaleh شیرین/shirin کاوه/kaveh گلنار/golnar مهتاب/mahtab نسرین/nasrin"
        ),
        _words(
            "احمدی/ahmadi بهرامی/bahrami پارسا/parsa رستمی/rostami صادقی/sadeghi فرهادی/farhadi کریمی/karimi موسوی/mousavi"
        ),
        weight=2,
    ),
    Culture(
        _words(
            "Aarti Bhavna Chitra Deepak Gauri Harish Ishaan Kavita Lakshmi Manoj Nandini Pooja Rohan Sunita Vikram"
        ),
        _words(
            "Banerjee Chaudhary Deshpande Ganguly Iyer Joshi Kulkarni Menon Nair Pillai Rao Subramaniam Tripathi"
        ),
        weight=5,
    ),
    Culture(
        _words(
            "佳怡/jiayi 国强/guoqiang 慧敏/huimin 俊杰/junjie 丽华/lihua 美玲/meiling 淑芬/shufen 文博/wenbo 晓燕/xiaoyan 志明/zhiming"
        ),
        _words(
            "陈/chen 邓/deng 高/gao 黄/huang 李/li 林/lin 刘/liu 欧阳/ouyang 王/wang 许/xu 张/zhang 周/zhou"
        ),
        pattern="{f}{g}",
        weight=3,
    ),
    Culture(
        _words(
            "あかり/akari 一郎/ichiro 恵子/keiko 健太/kenta 千尋/chihiro 直美/naomi 花子/hanako 雅人/masato 美咲/misaki 由紀/yuki"
        ),
        _words(
            "青木/aoki 石川/ishikawa 上田/ueda 小林/kobayashi 斎藤/saito 高橋/takahashi 中村/nakamura 林/hayashi 山田/yamada 渡辺/watanabe"
        ),
        pattern="{f} {g}",
        weight=3,
    ),
    Culture(
        _words(
            "경수/gyeongsu 나영/nayeong 도현/dohyeon 미진/mijin 서연/seoyeon 은지/eunji 지훈/jihun 하은/haeun 현우/hyeonu"
        ),
        _words("강/kang 김/kim 박/park 배/bae 서/seo 윤/yoon 이/lee 정/jeong 최/choi 한/han"),
        pattern="{f}{g}",
        weight=2,
    ),
    Culture(
        _words("Bảo Châu Dũng Hạnh Hương Khánh Lan Minh Ngọc Phúc Quỳnh Thảo Trâm Tuấn Yến"),
        _words("Bùi Đặng Đỗ Hoàng Lê Lý Ngô Nguyễn Phạm Phan Trần Võ Vũ"),
        pattern="{f} Thị {g}",
        weight=2,
    ),
    Culture(
        _words(
            "กมลชนก/kamonchanok จิราภรณ์/jiraporn ณัฐพล/natthaphon ปิยะ/piya พรทิพย์/phornthip มาลี/mali วราภรณ์/waraporn สมชาย/somchai"
        ),
        _words(
            "แก้วมณี/kaewmanee จันทร์เพ็ญ/chanphen ทองดี/thongdi บุญมา/bunma พงษ์ไพบูลย์/phongphaibun รัตนวงศ์/rattanawong ศรีสุข/srisuk"
        ),
        weight=1,
    ),
    Culture(
        _words(
            "Ανδρέας/andreas Γεωργία/georgia Δήμητρα/dimitra Ελένη/eleni Θανάσης/thanasis Κατερίνα/katerina Νίκος/nikos Σταυρούλα/stavroula"
        ),
        _words(
            "Αλεξίου/alexiou Βασιλείου/vasileiou Δημητρίου/dimitriou Καραγιάννης/karagiannis Μαυρίδης/mavridis Παππά/pappa Σιδέρης/sideris"
        ),
        weight=2,
    ),
    Culture(
        _words(
            "Богдан/bohdan Галина/halyna Дарина/daryna Євген/yevhen Ірина/iryna Катерина/kateryna Леся/lesia Оксана/oksana Тарас/taras Юлія/yuliia"
        ),
        _words(
            "Бондаренко/bondarenko Гончар/honchar Іваненко/ivanenko Коваленко/kovalenko Лисенко/lysenko Мороз/moroz Савченко/savchenko Ткач/tkach"
        ),
        weight=3,
    ),
    Culture(
        _words("Ásdís Birna Einar Guðrún Hjördís Jökull Katrín Ólafur Ragnheiður Sigríður Þórdís"),
        _words("Bjarnadóttir Einarsdóttir Guðmundsson Hákonardóttir Jónsdóttir Sveinsson Þorsteinsdóttir"),
        weight=1,
    ),
    Culture(
        _words("Wulandari Sukma Endang Budiarto Hartini Slamet Wahyuni Suparman"),
        ("",),
        pattern="{g}",
        weight=1,
    ),
    Culture(
        _words("Ágnes Balázs Csilla Dezső Erzsébet Gergő Ildikó Jenő Lívia Ödön Réka Zsófia"),
        _words("Bárány Csonka Erdélyi Fodor Halász Juhász Kőszegi Lőrincz Pásztor Szűcs Takács Vörös"),
        pattern="{f} {g}",
        weight=2,
    ),
)

LONG_NAMES = (
    Name(
        "Maria do Carmo de Albuquerque e Vasconcelos Teixeira de Sampaio Pimentel",
        "Maria do Carmo",
        "maria-do-carmo-pimentel",
    ),
    Name(
        "Johanna-Katharina Freifrau von Hohenried-Falkenau zu Ahrenstein-Wartenfels",
        "Frau von Hohenried-Falkenau",
        "johanna-katharina-hohenried",
    ),
    Name("Venkata Subrahmanya Satyanarayana Lakshmi Narasimha Ramakrishnan", "Ramakrishnan", "ramakrishnan"),
    Name("عبد الرحمن بن عبد العزيز بن محمد الشريف القرطبي", "عبد الرحمن", "abdurrahman-alqurtubi"),
    Name("Nana Akua Serwaa Oforiwaa Agyemang-Prempeh Osei-Tutu Boakye", "Nana Akua", "nana-akua-boakye"),
)


class Names:
    """Hands out names, none of them twice."""

    def __init__(self, rng: Random):
        self._rng = rng
        self._given_out: set[str] = set()
        self._weights = [culture.weight for culture in CULTURES]

    def next(self) -> Name:
        """Return a name that nobody has yet; when combinations run out, with a second given name."""
        for _attempt in range(20):
            name = self._compose(middle=False)
            if name.full not in self._given_out:
                break
        else:
            name = self._compose(middle=True)
        return self.take(name)

    def take(self, name: Name) -> Name:
        """Keep a name for somebody who must have it."""
        self._given_out.add(name.full)
        return name

    def _compose(self, middle: bool) -> Name:
        [culture] = self._rng.choices(CULTURES, self._weights)
        given, given_latin = _spelled(self._rng.choice(culture.given))
        family, family_latin = _spelled(self._rng.choice(culture.family))
        second, _latin = _spelled(self._rng.choice(culture.family))
        if middle:
            given = f"{given} {_spelled(self._rng.choice(culture.given))[0]}"
        full = culture.pattern.format(g=given, f=family, f2=second).strip()
        return Name(full, given, slugify(f"{given_latin} {family_latin}") or "somebody")


def _spelled(word: str) -> tuple[str, str]:
    """A word in its own script and in Latin letters."""
    own, _slash, latin = word.partition("/")
    return own, latin or own
