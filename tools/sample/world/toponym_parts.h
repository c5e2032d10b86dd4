// SPDX-License-Identifier: MIT
// What toponyms are made of. All texts are in Unicode's form NFC.
#pragma once

#include <array>
#include <string_view>

namespace bdf::sample {

/// How a noun takes its article: de X, du X, de la X, de l'X, des X; `plain` with no preposition.
enum class Article { none, masculine, feminine, elided, plural, plain };

struct Noun {
  std::string_view text;
  Article article = Article::none;
};

namespace parts {

using Words = std::string_view;
constexpr auto m = Article::masculine, f = Article::feminine, e = Article::elided,
               p = Article::plural, plain = Article::plain;

/// What gives a field, a brook or a wood its name in France.
inline constexpr std::array nouns{
    Noun{"Moulin", m},   Noun{"Fontaine", f},   Noun{"Étang", e},       Noun{"Prés", p},
    Noun{"Combe", f},    Noun{"Vallon", m},     Noun{"Vallée", f},      Noun{"Aulnes", p},
    Noun{"Vernes", p},   Noun{"Saulaie", f},    Noun{"Loup", m},        Noun{"Renard", m},
    Noun{"Chênes", p},   Noun{"Forge", f},      Noun{"Forges", p},      Noun{"Chapelle", f},
    Noun{"Gué", m},      Noun{"Pont", m},       Noun{"Planche", f},     Noun{"Marais", m},
    Noun{"Roche", f},    Noun{"Roches", p},     Noun{"Grange", f},      Noun{"Écluse", e},
    Noun{"Église", e},   Noun{"Abbaye", e},     Noun{"Ermitage", e},    Noun{"Orme", e},
    Noun{"Îles", p},     Noun{"Tuilerie", f},   Noun{"Verrerie", f},    Noun{"Château", m},
    Noun{"Bois", m},     Noun{"Breuil", m},     Noun{"Plessis", m},     Noun{"Clos", m},
    Noun{"Coudray", m},  Noun{"Noue", f},       Noun{"Prairie", f},     Noun{"Source", f},
    Noun{"Bergerie", f}, Noun{"Croix", f},      Noun{"Haie", f},        Noun{"Hêtraie", f},
    Noun{"Lavoir", m},   Noun{"Pêcherie", f},   Noun{"Tannerie", f},    Noun{"Vignes", p},
    Noun{"Vieille", f},  Noun{"Écrevisses", p}, Noun{"Grenouilles", p}, Noun{"Hérons", p},
    Noun{"Bruyère", f},  Noun{"Genêts", p},     Noun{"Fougères", p},    Noun{"Sablonnière", f},
    Noun{"Mine", f},     Noun{"Couvent", m},    Noun{"Prieuré", m},     Noun{"Maladrerie", f}};

/// What may stand behind such a noun, whatever its gender and number.
inline constexpr std::array after_nouns{
    Words{"d'en Haut"}, Words{"d'en Bas"}, Words{"de Bise"},   Words{"Saint-Jean"},
    Words{"au Loup"},   Words{"Robert"},   Words{"Martin"},    Words{"Bernard"},
    Words{"Guillaume"}, Words{"Barbe"},    Words{"Garnier"},   Words{"Morel"},
    Words{"Girard"},    Words{"Rousseau"}, Words{"Dame-Marie"}};

/// Beginnings and ends of villages.
inline constexpr std::array place_stems{
    Words{"Mont"}, Words{"Vau"},   Words{"Chan"}, Words{"Bel"},  Words{"Cham"}, Words{"Mar"},
    Words{"Aub"},  Words{"Arg"},   Words{"Cor"},  Words{"Font"}, Words{"Ger"},  Words{"Lan"},
    Words{"Mor"},  Words{"Per"},   Words{"Roch"}, Words{"Sauv"}, Words{"Tern"}, Words{"Ver"},
    Words{"Vill"}, Words{"Bress"}, Words{"Cast"}, Words{"Dour"}, Words{"Écou"}, Words{"Fleur"},
    Words{"Gour"}, Words{"Jars"},  Words{"Luz"},  Words{"Mass"}, Words{"Nev"},  Words{"Orb"},
    Words{"Plan"}, Words{"Quint"}, Words{"Riv"},  Words{"Sart"}, Words{"Thor"}, Words{"Uss"},
    Words{"Valm"}, Words{"Brév"},  Words{"Crév"}, Words{"Étr"},  Words{"Gris"}, Words{"Isl"}};
inline constexpr std::array place_ends{
    Words{"ac"},    Words{"ignac"},     Words{"argues"},  Words{"as"},      Words{"ay"},
    Words{"eau"},   Words{"elles"},     Words{"ency"},    Words{"erolles"}, Words{"eton"},
    Words{"euil"},  Words{"icourt"},    Words{"ières"},   Words{"igny"},    Words{"illon"},
    Words{"imont"}, Words{"iolles"},    Words{"on"},      Words{"oux"},     Words{"anges"},
    Words{"enac"},  Words{"evilliers"}, Words{"ancourt"}, Words{"ombe"},    Words{"ûche"},
    Words{"agny"},  Words{"ézieu"},     Words{"erac"}};

/// The same of rivers; those of the second list are masculine.
inline constexpr std::array river_stems{
    Words{"Ar"},   Words{"Al"},   Words{"Aur"}, Words{"Bour"}, Words{"Brév"}, Words{"Cor"},
    Words{"Dour"}, Words{"Dr"},   Words{"Esc"}, Words{"Fol"},  Words{"Gal"},  Words{"Gers"},
    Words{"Iss"},  Words{"Lau"},  Words{"Luz"}, Words{"Mar"},  Words{"Mor"},  Words{"Or"},
    Words{"Ous"},  Words{"Pr"},   Words{"Rh"},  Words{"Sav"},  Words{"Ser"},  Words{"Tar"},
    Words{"Th"},   Words{"Vers"}, Words{"Vin"}, Words{"Ét"}};
inline constexpr std::array feminine_rivers{
    Words{"ance"}, Words{"èle"},   Words{"elle"},  Words{"ère"}, Words{"erne"}, Words{"ette"},
    Words{"eule"}, Words{"èze"},   Words{"ienne"}, Words{"ine"}, Words{"ise"},  Words{"onne"},
    Words{"oire"}, Words{"ouvre"}, Words{"ule"},   Words{"uze"}};
inline constexpr std::array masculine_rivers{Words{"on"},   Words{"ain"}, Words{"ier"},
                                             Words{"eron"}, Words{"et"},  Words{"oubs"},
                                             Words{"art"},  Words{"ot"}};

inline constexpr std::array saints{
    Words{"Saint-Martin"},   Words{"Saint-Pierre"},    Words{"Saint-Jean"},
    Words{"Saint-Germain"},  Words{"Saint-Hilaire"},   Words{"Saint-Aubin"},
    Words{"Saint-Étienne"},  Words{"Saint-Ouen"},      Words{"Saint-Médard"},
    Words{"Saint-Léger"},    Words{"Saint-Sulpice"},   Words{"Saint-Cyr"},
    Words{"Saint-Brice"},    Words{"Sainte-Colombe"},  Words{"Sainte-Marie"},
    Words{"Sainte-Eulalie"}, Words{"Saint-Clément"},   Words{"Saint-Privat"},
    Words{"Saint-Vallier"},  Words{"Sainte-Geneviève"}};
inline constexpr std::array commune_ends{
    Words{"-les-Bains"},   Words{"-la-Forêt"}, Words{"-du-Bois"},   Words{"-le-Château"},
    Words{"-en-Plaine"},   Words{"-le-Vieux"}, Words{"-sous-Bois"}, Words{"-des-Prés"},
    Words{"-la-Chapelle"}, Words{"-d'Aunay"},  Words{"-de-l'Isle"}, Words{"-les-Vignes"}};

/// Words for things that are feminine.
inline constexpr std::array feminine_words{
    Words{"Ravine"},  Words{"Rivière"},    Words{"Grande Rivière"}, Words{"Petite Rivière"},
    Words{"Crique"},  Words{"Mare"},       Words{"Forêt"},          Words{"Source"},
    Words{"Retenue"}, Words{"Gravière"},   Words{"Fontaine"},       Words{"Cascade"},
    Words{"Tour"},    Words{"Passe"},      Words{"Combe"},          Words{"Citerne"},
    Words{"Lagune"},  Words{"Baie"},       Words{"Balise"},         Words{"Embouchure"},
    Words{"Perte"},   Words{"Résurgence"}, Words{"Prise d'eau"}};

/// The Antilles and Réunion: plants, beasts, people and estates.
inline constexpr std::array island_nouns{Noun{"Goyaves", p},
                                         Noun{"Bananes", p},
                                         Noun{"Figuier", m},
                                         Noun{"Gommier", m},
                                         Noun{"Balisiers", p},
                                         Noun{"Écrevisses", p},
                                         Noun{"Mangles", p},
                                         Noun{"Cacaoyer", m},
                                         Noun{"Calebassier", m},
                                         Noun{"Tamarins", p},
                                         Noun{"Cannes", p},
                                         Noun{"Citronniers", p},
                                         Noun{"Sucrerie", f},
                                         Noun{"Habitation", e},
                                         Noun{"Anse", e},
                                         Noun{"Morne", m},
                                         Noun{"Pères", p},
                                         Noun{"Vieux-Fort", m},
                                         Noun{"Grand Bois", m},
                                         Noun{"Savane", f},
                                         Noun{"Palmistes", p},
                                         Noun{"Fougères", p},
                                         Noun{"Ramiers", p},
                                         Noun{"Roches", p},
                                         Noun{"Chaudière", f},
                                         Noun{"Pavé", m},
                                         Noun{"Îlet", e},
                                         Noun{"Bassin", m},
                                         Noun{"Saint-Louis", plain},
                                         Noun{"Bois Debout", plain},
                                         Noun{"Deux Bras", plain},
                                         Noun{"Bois Rouge", plain},
                                         Noun{"Madame", plain}};
/// As they go with masculine and with feminine words.
struct Adjective {
  Words masculine, feminine;
};
inline constexpr std::array adjectives{
    Adjective{"Blanc", "Blanche"}, Adjective{"Rouge", "Rouge"},      Adjective{"Noir", "Noire"},
    Adjective{"Sec", "Sèche"},     Adjective{"Profond", "Profonde"}, Adjective{"Salé", "Salée"},
    Adjective{"Creux", "Creuse"},  Adjective{"Vert", "Verte"},       Adjective{"Long", "Longue"}};
inline constexpr std::array island_people{
    Words{"Baptiste"},  Words{"Célestin"},  Words{"Désiré"},  Words{"Étienne"}, Words{"Félix"},
    Words{"Germain"},   Words{"Hippolyte"}, Words{"Isidore"}, Words{"Joseph"},  Words{"Lambert"},
    Words{"Marcel"},    Words{"Narcisse"},  Words{"Onésime"}, Words{"Patrice"}, Words{"Rémy"},
    Words{"Sylvestre"}, Words{"Théodore"},  Words{"Ursule"},  Words{"Victor"},  Words{"Zéphir"}};

/// Syllables of Guiana and of Mayotte.
inline constexpr std::array guiana_stems{
    Words{"Ara"},  Words{"Kour"},  Words{"Sina"}, Words{"Mari"},  Words{"Oua"},  Words{"Tapi"},
    Words{"Camo"}, Words{"Inini"}, Words{"Yapo"}, Words{"Macou"}, Words{"Appa"}, Words{"Coma"},
    Words{"Wapi"}, Words{"Tampo"}, Words{"Éle"},  Words{"Pari"}};
inline constexpr std::array guiana_ends{Words{"noko"}, Words{"pi"},   Words{"mari"}, Words{"wini"},
                                        Words{"ouni"}, Words{"bo"},   Words{"ribo"}, Words{"gni"},
                                        Words{"kaba"}, Words{"tory"}, Words{"pock"}, Words{"ata"}};
inline constexpr std::array mayotte_stems{
    Words{"Ban"}, Words{"Bou"},   Words{"Cho"},  Words{"Dem"},  Words{"Kom"}, Words{"Mtsa"},
    Words{"Oua"}, Words{"Pama"},  Words{"Saza"}, Words{"Tsin"}, Words{"Kav"}, Words{"Hama"},
    Words{"Mro"}, Words{"Longo"}, Words{"Dzou"}, Words{"Moro"}};
inline constexpr std::array mayotte_ends{Words{"drani"}, Words{"éni"},    Words{"goma"},
                                         Words{"mbéni"}, Words{"moudou"}, Words{"ngani"},
                                         Words{"nzi"},   Words{"poéra"},  Words{"tsoha"},
                                         Words{"zini"},  Words{"joni"},   Words{"louni"}};

inline constexpr std::array mayotte_middles{Words{"ba"}, Words{"dza"}, Words{"ka"}, Words{"lou"},
                                            Words{"ma"}, Words{"ra"},  Words{"si"}, Words{"vou"}};

/// Saint-Pierre-et-Miquelon.
inline constexpr std::array spm_nouns{
    Noun{"Cap", m},         Noun{"Anse", e},           Noun{"Goélands", p},
    Noun{"Tourbière", f},   Noun{"Morne", m},          Noun{"Cuquemel", plain},
    Noun{"Dolisie", plain}, Noun{"Graves", p},         Noun{"Mirande", plain},
    Noun{"Pêcheurs", p},    Noun{"Phare", m},          Noun{"Savoyard", m},
    Noun{"Vigie", f},       Noun{"Sapins", p},         Noun{"Dune", f},
    Noun{"Isthme", e},      Noun{"Terre-Grasse", f},   Noun{"Loups-Marins", p},
    Noun{"Renardière", f},  Noun{"Voiles Blanches", p}};

}  // namespace parts

}  // namespace bdf::sample
