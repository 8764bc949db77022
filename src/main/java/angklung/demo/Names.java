package angklung.demo;

import java.util.SplittableRandom;

/** Invented names of rightsholders, as they are written in the three countries of the demo. */
final class Names {
    private static final String[] ID_FIRST = {
        "Sari", "Budi", "Dewi", "Agus", "Putri", "Rizky", "Wulan", "Bayu", "Ratna", "Gilang", "Melati", "Fajar"};
    private static final String[] ID_LAST = {
        "Wijaya", "Pratama", "Lestari", "Nugroho", "Siregar", "Santoso", "Anggraini", "Hutapea", "Mahendra", "Kusuma"};
    private static final String[][] KR_LAST = {
        {"Kim", "김"}, {"Lee", "이"}, {"Park", "박"}, {"Choi", "최"}, {"Jung", "정"}, {"Han", "한"}, {"Yoon", "윤"}};
    private static final String[][] KR_FIRST = {
        {"Seo-yeon", "서연"}, {"Min-jun", "민준"}, {"Ji-woo", "지우"}, {"Ha-eun", "하은"}, {"Do-yun", "도윤"},
        {"Su-bin", "수빈"}, {"Jae-hyun", "재현"}, {"Ye-jin", "예진"}};
    private static final String[] US_FIRST = {
        "Avery", "Jordan", "Morgan", "Riley", "Casey", "Quinn", "Harper", "Rowan", "Emerson", "Sawyer", "Blake"};
    private static final String[] US_LAST = {
        "Bennett", "Carter", "Delgado", "Ellison", "Foster", "Grant", "Hayes", "Iverson", "Jensen", "Kessler"};
    private static final String[] LABELS = {
        "Bambu", "Merapi", "Sunda", "Hangang", "Bukhansan", "Dalbit", "Riverside", "Copper Hill", "Lakeshore"};

    private Names() {}

    static String person(String country, SplittableRandom random) {
        return switch (country) {
            case "ID" -> any(ID_FIRST, random) + " " + any(ID_LAST, random);
            case "KR" -> korean(KR_LAST[random.nextInt(KR_LAST.length)], KR_FIRST[random.nextInt(KR_FIRST.length)]);
            default -> any(US_FIRST, random) + " " + any(US_LAST, random);
        };
    }

    /** @param number 0 to 8; three a country, ID, KR and US */
    static String label(int number) {
        return LABELS[number] + " Records";
    }

    private static String korean(String[] last, String[] first) {
        return first[0] + " " + last[0] + " " + last[1] + first[1];
    }

    private static String any(String[] names, SplittableRandom random) {
        return names[random.nextInt(names.length)];
    }
}
