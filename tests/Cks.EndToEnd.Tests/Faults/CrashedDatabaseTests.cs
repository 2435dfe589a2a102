using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Faults;

public sealed partial class CrashedDatabaseTests
{
    [Fact]
    public async Task Without_its_database_the_portal_answers_503_and_when_to_come_again_and_it_is_back_with_it()
    {
        await using var postgres = await PostgresToCrash.StartAsync();
        await using var portal = await PortalHost.BuildAsync(["--environment", "Development"], builder =>
        {
            RunningPortal.Configure(builder, postgres.ConnectionString(10));
            builder.Configuration["Portal:Seeds"] = "test";
        });
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(portal.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", portal.Issuer!.Forge.Mint(PortalSeeds.SubjectOf("main", "MGR-001"), PortalHost.Audience, TimeSpan.FromMinutes(5)));
        string[] paths = ["/api/scope", "/api/scope/MGR-001/crew", "/api/orders", "/api/activity", "/api/hub"];
        var before = await AnswersAsync();
        Assert.All(before, a => Assert.StartsWith("200", a));

        await postgres.CrashAsync();
        foreach (var path in paths)
        {
            using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        }

        await postgres.RestartAsync();
        Assert.Equal(before, await AnswersAsync());
        await portal.App.StopAsync(TestContext.Current.CancellationToken);

        async Task<List<string>> AnswersAsync()
        {
            var answers = new List<string>();
            foreach (var path in paths)
            {
                using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
                answers.Add($"{(int)response.StatusCode} {path} {Cursor().Replace(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "")}");
            }

            return answers;
        }
    }

    // It says when it was written.
    [GeneratedRegex("\"next\":\"[^\"]*\"")]
    private static partial Regex Cursor();
}
