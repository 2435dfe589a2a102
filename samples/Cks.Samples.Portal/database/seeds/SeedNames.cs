namespace Cks.Samples.Portal.Database;

/// <summary>Names that belong to nobody. Each tenant has nouns of its own, so that a row of the other tenant shows at once.</summary>
internal static class SeedNames
{
    private static readonly string[] Adjectives =
    [
        "Amber", "Brisk", "Calm", "Dapper", "Early", "Fabled", "Gentle", "Hollow",
        "Ivory", "Jolly", "Keen", "Lucid", "Mellow", "Nimble", "Opal", "Proud",
    ];

    private static readonly string[] MainNouns =
    [
        "Anchor", "Beacon", "Compass", "Dock", "Ferry", "Harbor", "Lantern", "Mast",
        "Pier", "Rudder", "Sail", "Tide",
    ];

    private static readonly string[] AcmeNouns =
    [
        "Anvil", "Bellows", "Chisel", "Drill", "Forge", "Gear", "Hammer", "Lathe",
        "Piston", "Rivet", "Spring", "Wrench",
    ];

    // What a name may hold and careless code breaks on: quotes, markup, SQL, patterns, emoji, right-to-left text, combining marks, width and length.
    private static readonly string[] Awkward =
    [
        "\"Double\" & 'single' `quotes`",
        "'); DROP TABLE crew; --",
        "<script>alert('name')</script>",
        "100% _under_ \\back\\ {brace} $1 @p0 :name ?",
        "\U0001F9D1\u200D\U0001F527 \U0001F6E0\uFE0F \U0001F1FA\U0001F1F3",
        "\u05E6\u05D5\u05D5\u05EA \u05D4\u05D3\u05D2\u05DE\u05D4",
        "\u0641\u0631\u064A\u0642 \u0627\u0644\u0645\u062B\u0627\u0644",
        "\u0130stanbul \u0131\u00DF e\u0301 \uFF21\uFF22",
        new string('W', 200),
    ];

    /// <summary>A name for the row with this number.</summary>
    public static string Create(string tenant, int number, SeedRandom random)
    {
        var noun = random.Pick(tenant == "acme" ? AcmeNouns : MainNouns);
        return number % 10 == 7 ? $"{Awkward[number / 10 % Awkward.Length]} {noun}" : $"{random.Pick(Adjectives)} {noun}";
    }
}
