using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Cks.Publish.Tests;

/// <summary>A NuGet feed (v3) on loopback: packages, pushing, symbols and known vulnerabilities.</summary>
public sealed class LoopbackFeed : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Id, string Version), byte[]> _packages = new();
    private readonly ConcurrentDictionary<string, string> _advisories = new();

    private LoopbackFeed(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.First()}/v3/index.json";

    /// <summary>Whether what is known of vulnerabilities cannot be had.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Symbol packages that were pushed.</summary>
    public int Symbols { get; private set; }

    public IReadOnlyList<string> Packages => [.. _packages.Keys.Select(k => $"{k.Id} {k.Version}").Order(StringComparer.Ordinal)];

    public static async Task<LoopbackFeed> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var feed = new LoopbackFeed(app);
        feed.Map(app);
        await app.StartAsync();
        return feed;
    }

    public void Add(string id, string version, byte[] package) => _packages[(id.ToLowerInvariant(), version)] = package;

    /// <summary>Says that all versions of a package are vulnerable.</summary>
    public void Accuse(string id, string advisory) => _advisories[id.ToLowerInvariant()] = advisory;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v3/index.json", (HttpRequest request) =>
        {
            var root = $"{request.Scheme}://{request.Host}";
            return Json(new
            {
                version = "3.0.0",
                resources = new[]
                {
                    Resource($"{root}/flat/", "PackageBaseAddress/3.0.0"),
                    Resource($"{root}/push", "PackagePublish/2.0.0"),
                    Resource($"{root}/symbols", "SymbolPackagePublish/4.9.0"),
                    Resource($"{root}/vulnerabilities", "VulnerabilityInfo/6.7.0"),
                },
            });
        });
        app.MapGet("/flat/{id}/index.json", (string id) =>
            _packages.Keys.Where(k => k.Id == id).Select(k => k.Version).ToArray() is { Length: > 0 } versions ? Json(new { versions }) : Results.NotFound());
        app.MapGet("/flat/{id}/{version}/{file}", (string id, string version, string file) =>
            !_packages.TryGetValue((id, version), out var package) ? Results.NotFound()
            : file.EndsWith(".nuspec", StringComparison.Ordinal) ? Results.Text(Nuspec(package).ToString()) : Results.Bytes(package));
        app.MapPut("/push/", async (HttpRequest request) =>
        {
            var package = await BytesAsync(request);
            var metadata = Nuspec(package).Root!.Elements().First();
            string Value(string name) => metadata.Elements().First(e => e.Name.LocalName == name).Value;
            return _packages.TryAdd((Value("id").ToLowerInvariant(), Value("version")), package) ? Results.StatusCode(StatusCodes.Status201Created) : Results.Conflict();
        });
        app.MapPut("/symbols", async (HttpRequest request) =>
        {
            await BytesAsync(request);
            Symbols++;
            return Results.StatusCode(StatusCodes.Status201Created);
        });
        app.MapGet("/vulnerabilities", (HttpRequest request) =>
            Json(new[] { new Dictionary<string, string> { ["@name"] = "base", ["@id"] = $"{request.Scheme}://{request.Host}/vulnerabilities/base", ["@updated"] = "2026-01-01T00:00:00Z", ["comment"] = "all" } }));
        app.MapGet("/vulnerabilities/base", () => IsSilent ? Results.NotFound() : Json(_advisories.ToDictionary(a => a.Key, a => new[] { new { severity = 2, url = a.Value, versions = "(, )" } })));
    }

    private static Dictionary<string, string> Resource(string address, string type) => new() { ["@id"] = address, ["@type"] = type };

    private static IResult Json(object value) => Results.Text(JsonSerializer.Serialize(value), "application/json");

    private static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await (await request.ReadFormAsync()).Files[0].CopyToAsync(content);
        return content.ToArray();
    }

    private static XDocument Nuspec(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        using var nuspec = zip.Entries.Single(e => e.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec);
    }
}
