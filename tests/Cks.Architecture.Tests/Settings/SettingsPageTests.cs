using System.Reflection;
using System.Text.RegularExpressions;

namespace Cks.Architecture.Tests;

/// <summary>docs/settings.md, which <c>cks config docs</c> prints, is what the options of the packages are.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly IReadOnlyList<Type> Options =
    [
        .. Repository.Packages.Where(p => !p.Name.StartsWith("Cks.Testing", StringComparison.Ordinal)).SelectMany(p => p.Assembly.GetExportedTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.Name.EndsWith("Options", StringComparison.Ordinal) && SettingsPage.SettingsOf(t).Count > 0)
            .OrderBy(t => t.Namespace, StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal),
    ];

    /// <summary>The keys that <c>AddCks</c> reads, as its reader has them.</summary>
    private static IReadOnlyList<string> Keys =>
    [
        .. ((System.Collections.IDictionary)Assembly.Load(new AssemblyName("Cks.AspNetCore")).GetType("Cks.AspNetCore.CksConfigurationReader", throwOnError: true)!
            .GetField("Known", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!).Keys.Cast<string>().Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_page_lists_every_setting_with_its_default()
    {
        var (received, beside) = (SettingsPage.Write(Keys, Options), Path.Combine(AppContext.BaseDirectory, "settings.received.md"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings.md")).ReplaceLineEndings("\n");
        if (page != received)
            File.WriteAllText(beside, received);
        // Line by line, so that a difference is seen. Look at what was received, and copy it over docs/settings.md.
        Assert.Equal(received.Split('\n'), page.Split('\n'));
    }

    [Fact]
    public void Every_setting_says_what_it_is_for() =>
        Assert.Empty(Options.SelectMany(t => SettingsPage.SettingsOf(t).Where(p => SettingsPage.SummaryOf(p).Length == 0).Select(p => $"{t.Name}.{p.Name}")));

    [Fact]
    public void Every_environment_variable_that_a_source_names_is_on_the_page()
    {
        var named = Repository.Sources("src").Concat(Repository.Sources("tests/Shared")).SelectMany(f => Variable().Matches(f.Text).Select(m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(SettingsPage.Variables.Select(v => v.Name)));
    }

    [GeneratedRegex("\"(CKS_[A-Z_]+|NO_COLOR)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
