using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Cks.Rbac.WebAssembly.Tests.Permissions;

public sealed class ClientPermissionsTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    [Fact]
    public async Task Many_views_ask_once_and_later_with_the_tag()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("writer");

        var page = await browser.RenderAsync(b =>
        {
            for (var i = 0; i < 50; i++)
            {
                b.OpenRegion(0);
                Browser.View("cks:notes:create")(b);
                b.CloseRegion();
            }
        });
        Assert.Equal(string.Join(' ', Enumerable.Repeat("in", 50)), await page.TextAsync());
        Assert.Equal([200], browser.Sent.Select(s => s.Status));

        browser.Clock.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(() => browser.Sent.Count == 2);

        Assert.Equal([(null, 200), (true, 304)], browser.Sent.Select(s => (s.Tag is null ? default(bool?) : true, s.Status)));
    }

    [Fact]
    public async Task Another_policy_is_shown_after_the_time_of_an_answer_and_at_once_where_the_application_asks()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("reader");
        var page = await browser.RenderAsync(Browser.View("cks:notes:purge"));
        Assert.Equal("out", await page.TextAsync());

        server.Activate(NotesHost.Policy.Replace("""["notes:view"]""", """["notes:view", "notes:purge"]""", StringComparison.Ordinal));
        browser.Clock.Advance(TimeSpan.FromSeconds(61));
        await page.ShowsAsync("in");

        server.Activate(NotesHost.Policy);
        await browser.Permissions.RefreshAsync(browser.User, TestContext.Current.CancellationToken);
        await page.ShowsAsync("out");
    }

    [Fact]
    public async Task Who_signs_out_is_shown_nothing_and_who_signs_in_is_asked_for_anew()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("writer");
        var page = await browser.RenderAsync(b =>
        {
            Browser.View("cks:notes:create")(b);
            b.OpenRegion(9);
            Browser.View("cks:role:reader")(b);
            b.CloseRegion();
        });
        Assert.Equal("in out", await page.TextAsync());

        await browser.SignOutAsync();
        await page.ShowsAsync("out out");
        await browser.SignInAsync("reader");
        await page.ShowsAsync("out in");

        Assert.Equal([(null, 200), (null, 200)], browser.Sent.Select(s => (s.Tag, s.Status)));
    }

    [Fact]
    public async Task S23_a_session_that_ended_is_not_let_show_what_it_was_told_before()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("writer");
        var page = await browser.RenderAsync(Browser.View("cks:notes:create"));
        Assert.Equal("in", await page.TextAsync());

        browser.Forget(); // the server knows nobody any more, and the browser does not know it yet
        browser.Clock.Advance(TimeSpan.FromSeconds(61));
        await page.ShowsAsync("out");

        Assert.Equal([200, 401], browser.Sent.Select(s => s.Status));
        Assert.NotNull(browser.Sent[1].Tag);
    }

    [Fact]
    public async Task A_server_that_is_down_leaves_nothing_and_is_asked_again_soon()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("writer");
        var page = await browser.RenderAsync(Browser.View("cks:notes:create"));
        Assert.Equal("in", await page.TextAsync());

        browser.Instead = _ => throw new HttpRequestException("down");
        browser.Clock.Advance(TimeSpan.FromSeconds(61));
        await page.ShowsAsync("out");
        var asked = browser.Sent.Count;
        Assert.Equal("out", await browser.ShowAsync("cks:notes:create"));
        Assert.Equal(asked, browser.Sent.Count);

        browser.Instead = null;
        browser.Clock.Advance(TimeSpan.FromSeconds(6));
        await page.ShowsAsync("in");
    }

    [Fact]
    public async Task A_server_that_was_never_there_permits_nothing()
    {
        await using var browser = new Browser(Nowhere);
        await browser.SignInAsync("writer");

        Assert.Equal("out", await browser.ShowAsync("cks:notes:view"));
        Assert.Equal([0], browser.Sent.Select(s => s.Status));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_waited_for_no_longer_than_the_option_says()
    {
        await using var browser = new Browser(Nowhere, o => o.Timeout = TimeSpan.FromSeconds(3));
        await browser.SignInAsync("writer");
        browser.Instead = _ => new TaskCompletionSource<HttpResponseMessage>().Task;

        var asking = browser.Permissions.GetAsync(browser.User, TestContext.Current.CancellationToken).AsTask();
        Assert.False(asking.IsCompleted);
        browser.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Same(PermissionDocument.None, await asking);
    }

    [Theory]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes"}}""", "in")] // a server before there were roles
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes"},"roles":["x"],"more":{}}""", "in")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"YES"}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"perhaps"}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":null}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":true}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes","notes:view":"no"}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"no"},"capabilities":{"notes:view":"yes"}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":["notes:view"]}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":null}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v"}""", "out")]
    [InlineData(200, "application/json", """{"capabilities":{"notes:view":"yes"}}""", "out")]
    [InlineData(200, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes"}""", "out")]
    [InlineData(200, "application/json", "null", "out")]
    [InlineData(200, "application/json", "", "out")]
    [InlineData(200, "text/html", """{"policyVersion":"v","capabilities":{"notes:view":"yes"}}""", "out")]
    [InlineData(203, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes"}}""", "out")]
    [InlineData(304, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes"}}""", "out")] // nothing was sent that it could still be
    [InlineData(500, "application/json", """{"policyVersion":"v","capabilities":{"notes:view":"yes"}}""", "out")]
    [InlineData(302, "text/html", "", "out")]
    public async Task An_answer_that_is_none_permits_nothing(int status, string type, string body, string expected)
    {
        await using var browser = new Browser(Nowhere);
        await browser.SignInAsync("writer");
        browser.Instead = _ => Task.FromResult(Answer(body, type, (HttpStatusCode)status));

        Assert.Equal(expected, await browser.ShowAsync("cks:notes:view"));
    }

    [Theory]
    [InlineData(1024, "in")]
    [InlineData(1025, "out")]
    public async Task An_answer_has_a_largest_size_with_a_length_and_without(int size, string expected)
    {
        var body = """{"policyVersion":"v","capabilities":{"notes:view":"yes"}}""".PadRight(size);
        foreach (var hasLength in new[] { true, false })
        {
            await using var browser = new Browser(Nowhere, o => o.MaxBytes = 1024);
            await browser.SignInAsync("writer");
            browser.Instead = _ =>
            {
                var answer = Answer(body, "application/json");
                if (!hasLength)
                    answer.Content = new StreamContent(new Unmeasured(Encoding.UTF8.GetBytes(body))) { Headers = { ContentType = new("application/json") } };
                return Task.FromResult(answer);
            };

            Assert.Equal(expected, await browser.ShowAsync("cks:notes:view"));
        }
    }

    [Fact]
    public async Task The_answer_of_one_person_that_comes_late_is_not_the_next_persons()
    {
        await using var browser = new Browser(Nowhere);
        await browser.SignInAsync("writer");
        var late = new TaskCompletionSource<HttpResponseMessage>();
        browser.Instead = _ => late.Task;
        var first = browser.Permissions.GetAsync(browser.User, TestContext.Current.CancellationToken).AsTask();
        await browser.SignInAsync("reader");
        browser.Instead = _ => Task.FromResult(Answer("""{"policyVersion":"v","capabilities":{"notes:create":"no"}}""", "application/json"));
        Assert.Equal(PermissionAnswer.No, (await browser.Permissions.GetAsync(browser.User, TestContext.Current.CancellationToken))["notes:create"]);

        late.SetResult(Answer("""{"policyVersion":"v","capabilities":{"notes:create":"yes"}}""", "application/json"));

        Assert.Equal(PermissionAnswer.Yes, (await first)["notes:create"]);
        Assert.Equal(PermissionAnswer.No, (await browser.Permissions.GetAsync(browser.User, TestContext.Current.CancellationToken))["notes:create"]);
    }

    private static HttpResponseMessage Answer(string body, string type, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 600 && !isSo(); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(isSo());
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
