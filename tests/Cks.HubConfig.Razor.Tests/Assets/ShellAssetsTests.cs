using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.Razor.Tests;

public sealed partial class ShellAssetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task S21_every_module_has_an_address_of_its_own_and_the_hash_of_what_it_answers()
    {
        _folder.Write("widgets/chart.js", "export default () => 'chart';");
        _folder.Write("widgets/table.js", "export default () => 'table';");
        await using var host = await ShellHost.StartAsync(
            ShellHost.Page(TestViews.Of()), o => o.AddModule("chart", "widgets/chart.js").AddModule("big.table", "widgets/table.js"), _folder.Root);

        using var imports = JsonDocument.Parse(ImportMap().Match(await host.Http.GetStringAsync("/")).Groups[1].Value);
        Assert.Equal(["cks-hub", "cks-widget/big.table", "cks-widget/chart"], imports.RootElement.GetProperty("imports").EnumerateObject().Select(m => m.Name));
        foreach (var module in imports.RootElement.GetProperty("imports").EnumerateObject().Select(m => m.Value.GetString()!))
        {
            using var answer = await host.Http.GetAsync(module);
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            var hash = "sha384-" + Convert.ToBase64String(SHA384.HashData(await answer.Content.ReadAsByteArrayAsync()));
            Assert.Equal(hash, imports.RootElement.GetProperty("integrity").GetProperty(module).GetString());
        }
    }

    [Fact]
    public async Task S21_the_script_of_a_plugin_is_served_as_those_of_the_application_are_and_the_application_has_the_last_word()
    {
        _folder.Write("mine.js", "export default () => 'mine';");
        HubPluginModules plugins = new(new Dictionary<string, ReadOnlyMemory<byte>> { ["backlog.list"] = "export default () => 'brought';"u8.ToArray(), ["backlog.board"] = "export default () => 'replaced';"u8.ToArray() }, ["backlog", "off"], hasData: false);
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of()), o => o.AddModule("backlog.board", "mine.js").ReadWhole("off.list"), _folder.Root, services: s => s.AddSingleton(plugins));

        using var imports = JsonDocument.Parse(ImportMap().Match(await host.Http.GetStringAsync("/")).Groups[1].Value);
        var modules = imports.RootElement.GetProperty("imports").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!);
        Assert.Equal("export default () => 'mine';", await host.Http.GetStringAsync(modules["cks-widget/backlog.board"]));
        var brought = await host.Http.GetByteArrayAsync(modules["cks-widget/backlog.list"]);
        Assert.Equal("export default () => 'brought';"u8, brought);
        Assert.Equal("sha384-" + Convert.ToBase64String(SHA384.HashData(brought)), imports.RootElement.GetProperty("integrity").GetProperty(modules["cks-widget/backlog.list"]).GetString());
    }

    [Fact]
    public async Task A_file_comes_packed_to_who_takes_it_so_and_unpacked_is_the_same()
    {
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of()), root: _folder.Root);
        var address = StyleSheet().Match(await host.Http.GetStringAsync("/")).Groups[1].Value;
        var plain = await host.Http.GetByteArrayAsync(address);

        foreach (var (accepted, packed) in new[] { ("gzip", true), ("br, gzip;q=0.5", true), ("gzip;q=0", false), ("br", false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept-Encoding", accepted } } };
            using var answer = await host.Http.SendAsync(request);
            Assert.Equal(packed, answer.Content.Headers.ContentEncoding.Contains("gzip"));
            Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
            Stream body = await answer.Content.ReadAsStreamAsync();
            using var read = new MemoryStream();
            await (packed ? new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress) : body).CopyToAsync(read);
            Assert.Equal(plain, read.ToArray());
        }
    }

    [Theory]
    [InlineData("/_cks/hub/000000000000000000000000/hub.js")]
    [InlineData("/_cks/hub/x/..%2fhub.js")]
    [InlineData("/_cks/hub/x/appsettings.json")]
    public async Task Another_address_is_not_there_and_that_is_not_kept(string address)
    {
        _folder.Write("appsettings.json", "{}");
        await using var host = await ShellHost.StartAsync(ShellHost.Page(TestViews.Of()), root: _folder.Root);
        using var answer = await host.Http.GetAsync(address);

        Assert.Equal((HttpStatusCode.NotFound, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public void What_pages_could_not_use_stops_the_host_with_all_mistakes()
    {
        _folder.Write("empty.js", "");
        _folder.Write("chart.js", "export default () => null;");
        var app = ShellHost.Build(
            o =>
            {
                (o.AssetPath, o.ViewPath, o.ViewInterval) = ("files", "https://other.example/hub", TimeSpan.Zero);
                o.AddModule("chart", "chart.js").AddModule("chart", "chart.js").AddModule("empty", "empty.js").AddModule("../x", "chart.js").AddStyle("gone.css").ReadWhole("table");
            },
            _folder.Root);

        var mistake = Assert.Throws<CksConfigurationException>(() => app.MapCksHubShell());

        Assert.Equal(8, mistake.Diagnostics.Count);
        Assert.All(mistake.Diagnostics, d => Assert.Equal(CksCodes.InvalidSetting, d.Code));
        Assert.Contains(mistake.Diagnostics, d => d.Message == "The renderer \"chart\" has two modules.");
        Assert.Contains(mistake.Diagnostics, d => d.Message.StartsWith(Path.Combine(_folder.Root, "gone.css"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_whose_answer_takes_a_cookie_away_are_kept_by_nobody()
    {
        var app = ShellHost.Build(o => o.ViewPath = null, _folder.Root);
        app.Use((context, next) =>
        {
            context.Response.Cookies.Delete("__Host-session");
            return next(context);
        });
        app.MapCksHubShell();
        await using var ended = app;
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var answer = await http.GetAsync(app.Services.GetRequiredService<ShellAssets>() is var files ? files.AddressOf(files.Script) : "");

        Assert.Equal((HttpStatusCode.OK, "no-store, private"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
    }

    [Theory]
    [InlineData(true, "/x", "Nothing answers /api/hub.")]
    [InlineData(true, "/api/hub", null)]
    [InlineData(true, "/api/{what}", null)]
    [InlineData(false, "/api/hub", "Nothing answers /_cks/hub/")]
    public async Task Where_nothing_answers_what_pages_ask_the_host_does_not_start(bool hasFiles, string view, string? mistake)
    {
        await using var app = ShellHost.Build(null, _folder.Root);
        app.MapGet(view, () => "the view");
        if (hasFiles)
            app.MapCksHubShell();
        else
            app.MapGroup("/within").MapCksHubShell();

        var thrown = await Record.ExceptionAsync(() => app.StartAsync());

        Assert.Equal(mistake is not null, thrown is CksConfigurationException);
        if (mistake is not null)
            Assert.Contains(mistake, thrown!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_shell_the_host_says_what_to_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddCksHubShell", Assert.Throws<CksConfigurationException>(() => app.MapCksHubShell()).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("<script type=\"importmap\"[^>]*>([^<]*)</script>")]
    private static partial Regex ImportMap();

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex StyleSheet();
}
