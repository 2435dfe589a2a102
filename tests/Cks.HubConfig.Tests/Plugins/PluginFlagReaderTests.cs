using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class PluginFlagReaderTests
{
    private static readonly string[] Whole =
    [
        "{}",
        """{ "enabled": false, "kill": false }""",
        """{ "hash": "xxh3-64", "seed": "s", "unit": "tenant", "partsPerMillion": 1000, /* why */ "prerequisites": ["bad.one", "calendar"], }""",
        """{ "rules": [{ "id": "r", "roles": ["crew"], "attributes": { "a": ["b"] }, "window": { "from": "2026-01-01T00:00Z" } }], "window": { "to": "2027-01-01T00:00", "zone": "Europe/Berlin" } }""",
    ];

    /// <summary>A text that is no flag is a finding of its plugin and never an exception; what is read says nothing but flags of the plugin.</summary>
    [Fact]
    public void S30_Random_texts_are_refused_or_say_nothing_but_their_flag()
    {
        var (random, read) = (new Random(77), 0);
        for (var i = 0; i < 4_000; i++)
        {
            var flags = new Dictionary<string, string> { ["bad.one"] = "{}", ["bad.two"] = Mutated(Whole[random.Next(Whole.Length)], random) };
            var findings = new DiagnosticBag();
            var layer = PluginFlagReader.Read("bad", flags, ["bad", "good"], findings);
            Assert.True(layer is null == findings.HasErrors, flags["bad.two"]);
            if (layer is null)
                continue;
            read++;
            Assert.Equal(["flags", "schemaVersion"], layer.Root.Properties.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["bad.one", "bad.two"], layer.Root.Properties["flags"].Properties.Keys.Order(StringComparer.Ordinal));
            Assert.Equal((HubLayerKind.Defaults, "bad", "plugin bad"), (layer.Kind, layer.Name, layer.File));
        }

        Assert.InRange(read, 400, 3_600);
    }

    [Theory]
    [InlineData("[", 60_000)]
    [InlineData("{\"a\":", 10_000)]
    [InlineData("\uD800", 1)]
    [InlineData("\uFEFF{}", 1)]
    [InlineData("{ \"seed\": -0 }", 1)]
    [InlineData("", 1)]
    public void S30_Deep_and_broken_texts_are_refused(string text, int times)
    {
        var findings = new DiagnosticBag();
        Assert.Null(PluginFlagReader.Read("bad", new Dictionary<string, string> { ["bad.one"] = string.Concat(Enumerable.Repeat(text, times)) }, ["bad"], findings));
        Assert.True(findings.HasErrors);
    }

    private static string Mutated(string text, Random random)
    {
        const string Made = "{}[]\",:$ 01truefals\\ekilpatch";
        for (var n = random.Next(3); n > 0; n--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Made[random.Next(Made.Length)].ToString()),
                _ => text[..at] + text[random.Next(text.Length)..],
            };
            text = text.Length == 0 ? "{}" : text;
        }

        return text;
    }
}
