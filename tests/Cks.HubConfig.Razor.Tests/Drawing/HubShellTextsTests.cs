using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cks.HubConfig.Razor.Tests;

public sealed partial class HubShellTextsTests : IDisposable
{
    private static readonly PropertyInfo[] Properties = typeof(HubShellTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance);
    private static readonly string[] OfScript = [.. ScriptTexts.All.Select(t => t.Name)];

    private readonly TemporaryFolder _folder = new();

    public HubShellTextsTests() => _folder.Write("chart.js", "export default () => null;");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_says_everything_in_its_own_language()
    {
        var page = await DrawAsync(Texts(name => $"{name} auf Deutsch"));
        var script = Script().Match(page).Groups[1].Value;
        var html = WebUtility.HtmlDecode(page.Replace(script, "", StringComparison.Ordinal));
        foreach (var property in Properties)
            Assert.DoesNotContain($">{property.GetValue(HubShellTexts.English)}<", html, StringComparison.Ordinal);

        var said = JsonSerializer.Deserialize<Dictionary<string, string>>(WebUtility.HtmlDecode(script))!;
        Assert.Equal(OfScript.Order(StringComparer.Ordinal), said.Keys.Order(StringComparer.Ordinal));
        Assert.All(said, s => Assert.Equal($"{s.Key} auf deutsch", s.Value, ignoreCase: true));
        // What is not for the script is drawn, and this is drawn by both.
        Assert.Contains("Broken auf Deutsch", html, StringComparison.Ordinal);
        Assert.Equal(Properties.Length, Properties.Count(p => OfScript.Contains(JsonNamingPolicy.CamelCase.ConvertName(p.Name)) || html.Contains($"{p.Name} auf Deutsch", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task S22_no_text_becomes_markup()
    {
        var html = await DrawAsync(Texts(name => $"{name}</p></body><script>alert(1)</script>\" onclick=\"alert(2)"));

        Assert.Equal(2, Regex.Count(html, "<script")); // the import map and the shell
        Assert.DoesNotContain("\" onclick", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "</body>"));
    }

    [Fact]
    public async Task A_page_in_English_carries_nothing_for_it_and_one_that_is_not_live_neither()
    {
        Assert.DoesNotContain("data-texts", await DrawAsync(HubShellTexts.English), StringComparison.Ordinal);
        Assert.DoesNotContain("data-texts", await DrawAsync(Texts(name => name), isLive: false), StringComparison.Ordinal);
        Assert.Equal("""{"signedOut":"Abgemeldet."}""", WebUtility.HtmlDecode(Script().Match(await DrawAsync(new() { SignedOut = "Abgemeldet." })).Groups[1].Value));
    }

    /// <summary>The script knows the same English, and no other text.</summary>
    [Fact]
    public async Task The_script_says_what_the_texts_say()
    {
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of()), root: _folder.Root);
        var script = await host.Http.GetStringAsync(Address().Match(await host.Http.GetStringAsync("/")).Groups[1].Value);
        var known = Known().Match(script).Groups[1].Value;

        Assert.Equal(ScriptTexts.All.Select(t => $"{t.Name}: '{t.Of(HubShellTexts.English)}',"), known.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.All(OfScript, name => Assert.Contains($"texts.{name}", script, StringComparison.Ordinal));
    }

    private static HubShellTexts Texts(Func<string, string> of)
    {
        var texts = new HubShellTexts();
        foreach (var property in Properties)
            property.SetValue(texts, of(property.Name));
        return texts;
    }

    // A widget with each fault, one that nothing draws, one that fails to be, and one that only the browser draws.
    private async Task<string> DrawAsync(HubShellTexts texts, bool isLive = true)
    {
        WidgetView[] widgets = [.. Enum.GetValues<WidgetFault>().Select(f => TestViews.Widget($"f{f}") with { Fault = f }), TestViews.Widget("none", "table"), TestViews.Widget("fails", "other"), TestViews.Widget("breaks"), TestViews.Widget("browser")];
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of("Desk", widgets)) with { Language = "de", Texts = texts, IsLive = isLive }, o => o.AddModule("chart", "chart.js"), _folder.Root, Content);
        return await host.Http.GetStringAsync("/");
    }

    private static void Content(RenderTreeBuilder builder)
    {
        builder.OpenComponent<HubQuickActions>(0);
        builder.CloseComponent();
        builder.OpenComponent<HubWidgets>(1);
        builder.AddComponentParameter(2, nameof(HubWidgets.Content), (Func<string, RenderFragment?>)(id => id switch
        {
            "fails" => throw new TimeoutException("slow"),
            "breaks" => _ => throw new TimeoutException("slow"),
            _ => null,
        }));
        builder.CloseComponent();
    }

    [GeneratedRegex("<body[^>]* data-texts=\"([^\"]*)\"")]
    private static partial Regex Script();

    [GeneratedRegex("<script type=\"module\" src=\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex(@"const texts = \{\n(.*?)  \.\.\.", RegexOptions.Singleline)]
    private static partial Regex Known();
}
