using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

namespace Cks.Tests.Portal;

/// <summary>What the portal says that it can be asked.</summary>
public sealed class DescriptionTests(RunningPortals portals)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_is_the_approved_one()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var response = await portal.GetAsync("/openapi/v1.json", null);
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();

        // The address is another one each time, and what is not in a class bears the name of whatever started it.
        Assert.True(document.Remove("servers"));
        ApprovedFile.Check("openapi.approved.json", document.ToJsonString(Readable).Replace(typeof(DescriptionTests).Assembly.GetName().Name!, "Cks.Samples.Portal", StringComparison.Ordinal) + "\n", "Read what changed; then copy it over tests/Cks.EndToEnd.Tests/Portal/openapi.approved.json.");
    }

    [Fact]
    public async Task Every_operation_of_the_interface_is_guarded()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var response = await portal.GetAsync("/openapi/v1.json", null);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object).Select(o => (Name: $"{o.Name} {p.Name}", o.Value))).ToArray();
        Assert.True(operations.Length > 20);
        foreach (var (name, operation) in operations)
        {
            Assert.True(operation.GetProperty("security").GetArrayLength() > 0, name);
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _), name);
        }
    }

    [Fact]
    public async Task S19_The_page_to_try_it_is_there_in_Development_only_and_elsewhere_the_document_is_guarded()
    {
        var development = await portals.GetAsync(PortalEngine.Sqlite);
        using var page = await development.GetAsync("/scalar", null);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);

        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, "https://login.example.com", SeedPlan.Test);
        await using var portal = await EnvironmentTests.BuildAsync(database, "Production");
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(portal.Address) };
        Assert.Equal(401, (int)(await http.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(404, (int)(await http.GetAsync("/scalar", TestContext.Current.CancellationToken)).StatusCode);
        await portal.App.StopAsync(TestContext.Current.CancellationToken);
    }
}
