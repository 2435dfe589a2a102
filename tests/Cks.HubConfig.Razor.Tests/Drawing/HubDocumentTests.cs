using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor.Tests;

public sealed partial class HubDocumentTests : IDisposable
{
    private const string Hostile = "</title></style><script>alert(1)</script>\" onclick=\"alert(2)";

    private readonly TemporaryFolder _folder = new();

    public HubDocumentTests() => _folder.Write("chart.js", "export default () => null;");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task S22_no_text_of_a_view_becomes_markup_style_or_script()
    {
        var view = TestViews.Of(Hostile, TestViews.Widget("a", title: Hostile), TestViews.Widget("b\"]{}</style><script>"), TestViews.Widget("c", type: Hostile));
        var html = await DrawAsync(ShellHost.Page(view), Dashboard);

        Assert.Equal(2, Regex.Count(html, "<script")); // the import map and the shell
        Assert.Equal(1, Regex.Count(html, "</style>"));
        Assert.Empty(Handler().Matches(html).Select(m => m.Value));
        Assert.DoesNotContain("alert(1)</script", html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode("</title>"), html, StringComparison.Ordinal);
        // What cannot be a name is no selector.
        Assert.Equal(["w-a", "w-c"], Selector().Matches(html).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public async Task Everything_that_a_policy_with_nonces_judges_has_the_nonce_and_the_hash_of_its_content()
    {
        var html = await DrawAsync(ShellHost.Page(TestViews.Of()), null);

        var judged = Judged().Matches(html).Select(m => m.Value).ToArray();
        Assert.Equal(4, judged.Length);
        Assert.All(judged, tag => Assert.Contains($"nonce=\"{WebUtility.HtmlEncode(ShellHost.Nonce).Replace("+", "&#x2B;", StringComparison.Ordinal)}\"", tag, StringComparison.Ordinal));
        Assert.All(judged.Where(tag => tag.Contains("href", StringComparison.Ordinal) || tag.Contains("src", StringComparison.Ordinal)), tag => Assert.Contains("integrity=\"sha384-", tag, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_not_live_has_no_script_and_nothing_for_one()
    {
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a"))) with { IsLive = false }, Dashboard);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-source", html, StringComparison.Ordinal);
        Assert.Contains("by the server", html, StringComparison.Ordinal);
    }

    /// <summary>What a person can wait for is told apart from what somebody has to mend.</summary>
    [Theory]
    [InlineData(WidgetFault.PluginFailed, "This part does not work at the moment.")]
    [InlineData(WidgetFault.PluginSlow, "This part takes too long at the moment.")]
    [InlineData(WidgetFault.PluginOff, "This part is switched off here.")]
    [InlineData(WidgetFault.PluginRefused, "This part is not set up in a way that can be shown.")]
    public async Task A_part_whose_plugin_is_not_in_use_says_why(WidgetFault fault, string text)
    {
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a") with { Fault = fault })), Dashboard);
        Assert.Contains($"data-fault=\"{fault.ToText()}\">{text}</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_of_a_plugin_is_asked_for_by_the_id_of_its_widget()
    {
        var view = TestViews.Of("Desk", TestViews.Widget("a") with { DataSource = TestViews.Path("/plugins/backlog/orders") });
        Assert.Contains("data-source=\"/api/hub/data?widget=a\" data-refresh=\"5000\" data-plugin", await DrawAsync(ShellHost.Page(view), Dashboard), StringComparison.Ordinal);
        Assert.DoesNotContain("data-plugin", await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a"))), Dashboard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_widget_says_where_its_data_is_and_how_often_it_is_read()
    {
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a"), TestViews.Widget("b", "table"), TestViews.Widget("c"))), Dashboard);

        Assert.Contains("""<section class="cks-widget" id="w-a" aria-labelledby="t-a" data-renderer="chart" data-source="/api/jobs?widget=a" data-refresh="5000" data-max="7" data-drawn>""", html, StringComparison.Ordinal);
        // Nothing draws tables, neither here nor in the browser; what only the browser draws is said where it does not.
        Assert.Contains("""<section class="cks-widget" id="w-b" aria-labelledby="t-b">""", html, StringComparison.Ordinal);
        Assert.Contains("""data-fault="no_renderer">Nothing here draws this part.""", html, StringComparison.Ordinal);
        Assert.Contains("""data-max="7"><h2 id="t-c">c</h2>""", html.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "<noscript>"));
    }

    [Theory]
    [InlineData(WidgetFault.UnknownType, "unknown_type")]
    [InlineData(WidgetFault.IncompatibleVersion, "incompatible_version")]
    [InlineData(WidgetFault.UnusableOptions, "unusable_options")]
    [InlineData(WidgetFault.UnusableDataSource, "unusable_data_source")]
    [InlineData(WidgetFault.NoContainer, "no_container")]
    public async Task A_widget_with_a_fault_says_so_and_is_not_drawn(WidgetFault fault, string code)
    {
        // Drawn by the server or in the browser it would be, were it whole.
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a") with { Fault = fault })), Dashboard);

        Assert.Contains($"<p class=\"cks-fallback\" data-fault=\"{code}\">{FaultText.Of(code, HubShellTexts.English)}</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("by the server", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-renderer", html, StringComparison.Ordinal);
        Assert.Contains($"\"fault\":\"{code}\"", System.Text.Encoding.UTF8.GetString(TestViews.Of("Desk", TestViews.Widget("a") with { Fault = fault }).Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_a_container_has_a_grid_or_tabs_of_its_own()
    {
        WidgetView Inner(string id, string? renderer = null, params WidgetView[] children) => new(id, "box", new(1, 2, 2, 5)) { Renderer = renderer, Children = children };
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", Inner("outer", null, Inner("pages", HubWidgetFrame.TabsRenderer, TestViews.Widget("a"), TestViews.Widget("c"))))), Dashboard);

        Assert.Contains("[id=\"w-outer\"]{grid-area:1 / 2 / 2 / 5}[id=\"w-outer\"]>.cks-grid{grid-template-columns:repeat(4,minmax(0,1fr))}", html, StringComparison.Ordinal);
        Assert.Equal(["w-outer", "w-pages", "w-a", "w-c"], Section().Matches(html).Select(m => m.Groups[1].Value));
        Assert.Contains("""<a id="tab-p-a" href="#p-a">a</a>""", html, StringComparison.Ordinal);
        Assert.DoesNotContain("no_renderer", html, StringComparison.Ordinal);
        Assert.Contains("by the server", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_browser_may_see_of_options_is_text_in_an_attribute()
    {
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a") with { Options = """{"unit":"\"><script>"}"""u8.ToArray() })), Dashboard);

        Assert.Equal("""{"unit":"\"><script>"}""", WebUtility.HtmlDecode(Options().Match(html).Groups[1].Value));
        Assert.Equal(2, Regex.Count(html, "<script"));
    }

    [Theory]
    [InlineData("asking", "unknown")]
    [InlineData("drawing", "unknown")]
    [InlineData("asking", "chart")]
    [InlineData("drawing", "chart")]
    public async Task S21_a_widget_that_the_server_fails_to_draw_costs_no_other(string when, string type)
    {
        RenderFragment? Content(string id) => id != "a" ? b => b.AddContent(0, "by the server")
            : when == "asking" ? throw new TimeoutException("slow") : b => { b.AddContent(0, "half"); throw new TimeoutException("slow"); };
        var html = await DrawAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a", type), TestViews.Widget("b"))), builder =>
        {
            builder.OpenComponent<HubWidgets>(0);
            builder.AddComponentParameter(1, nameof(HubWidgets.Content), (Func<string, RenderFragment?>)Content);
            builder.CloseComponent();
        });

        Assert.Contains("by the server", html, StringComparison.Ordinal);
        Assert.DoesNotContain("half", html, StringComparison.Ordinal);
        // What the browser can draw it will.
        Assert.Equal(type == "chart" && when == "asking" ? 0 : 1, Regex.Count(html, "data-fault=\"drawing\">This part could not be drawn. Load the page again later."));
        Assert.Equal(type == "chart" ? 2 : 1, Regex.Count(html, "data-renderer"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bm9uY2U+")]
    [InlineData("bm9uY2Ugb2YgMTYgYnl0ZXM; script-src *")]
    public async Task S22_without_a_nonce_that_counts_no_page_is_drawn(string? nonce)
    {
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of()) with { Nonce = nonce! }, root: _folder.Root);
        using var answer = await host.Http.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task S06_a_page_says_for_whom_it_was_drawn_and_for_who_acts_in_another_place_another()
    {
        var page = ShellHost.Page(TestViews.Of());
        Cks.Rbac.Subject Ann(string issuer = "https://issuer.example", string tenant = "main", string actor = "") =>
            new("ann", Cks.Core.TenantId.Parse(tenant), ["other", "roles"]) { Issuer = issuer, Actor = actor };
        var same = Viewer(await DrawAsync(page, null));

        Assert.Equal(32, same.Length);
        Assert.Equal(same, Viewer(await DrawAsync(page with { Viewer = Ann() }, null)));
        foreach (var other in new[] { Ann(issuer: "https://other.example"), Ann(tenant: "acme"), Ann(actor: "bob"), new("bob", Cks.Core.TenantId.Parse("main"), ["clerk"]) { Issuer = "https://issuer.example" } })
            Assert.NotEqual(same, Viewer(await DrawAsync(page with { Viewer = other }, null)));

        static string Viewer(string html) => Regex.Match(html, "<body data-viewer=\"([^\"]*)\"").Groups[1].Value;
    }

    [Fact]
    public async Task A_module_that_chooses_reads_the_whole_source()
    {
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of("Desk", TestViews.Widget("a"))), o => o.AddModule("chart", "chart.js").ReadWhole("chart"), _folder.Root, Dashboard);

        Assert.Contains("data-source=\"/api/jobs\"", await host.Http.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_actions_and_who_is_signed_in_are_the_applications()
    {
        var view = TestViews.Of();
        var html = await DrawAsync(ShellHost.Page(view) with { LinkOf = item => "/app" + item.Path.Value }, builder =>
        {
            builder.OpenComponent<HubQuickActions>(0);
            builder.CloseComponent();
        });

        Assert.Contains("""<a href="/app/" aria-current="page">Desk</a>""", html, StringComparison.Ordinal);
        Assert.Contains("""<a href="/app/jobs">Jobs</a>""", html, StringComparison.Ordinal);
        Assert.Contains("""<a class="cks-action" href="/jobs?new">Desk</a>""", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Other", html, StringComparison.Ordinal);
        Assert.Contains("Ann &lt;Example&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S22_a_page_is_kept_by_nobody()
    {
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of()), root: _folder.Root);
        using var answer = await host.Http.GetAsync("/");

        Assert.Equal(("private, no-store", "text/html; charset=utf-8"), (answer.Headers.NonValidated["Cache-Control"].ToString(), answer.Content.Headers.ContentType!.ToString()));
    }

    private async Task<string> DrawAsync(HubPage page, RenderFragment? content)
    {
        await using var host = await ShellHost.StartAsync(page, o => o.AddModule("chart", "chart.js"), _folder.Root, content);
        return await host.Http.GetStringAsync("/");
    }

    private static void Dashboard(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
    {
        builder.OpenComponent<HubWidgets>(0);
        builder.AddComponentParameter(1, nameof(HubWidgets.Content), (Func<string, RenderFragment?>)(id => id == "a" ? b => b.AddContent(0, "by the server") : null));
        builder.CloseComponent();
    }

    [GeneratedRegex(@"<[^>]*\s(?:style|on\w+)=[^>]*>")]
    private static partial Regex Handler();

    [GeneratedRegex("<(?:script|style|link rel=\"stylesheet\")[^>]*>")]
    private static partial Regex Judged();

    [GeneratedRegex("<section class=\"cks-widget\" id=\"([^\"]+)\"")]
    private static partial Regex Section();

    [GeneratedRegex("data-options=\"([^\"]*)\"")]
    private static partial Regex Options();

    [GeneratedRegex("\\[id=\"([^\"]+)\"\\]")]
    private static partial Regex Selector();
}
