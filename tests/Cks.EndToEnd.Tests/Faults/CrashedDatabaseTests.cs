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
        var issuer = portal.Issuer!;
        SignIn("MGR-001");
        string[] paths = ["/api/scope", "/api/scope/MGR-001/crew", "/api/orders", "/api/activity", "/api/hub"];
        var before = await AnswersAsync();
        Assert.All(before, a => Assert.StartsWith("200", a));

        await postgres.CrashAsync();
        // Whoever is remembered is asked for nothing where the page needs no row: it is there still. Whoever is not is nobody that can be refused.
        using (var page = await http.GetAsync("/api/hub", TestContext.Current.CancellationToken))
            Assert.Equal(200, (int)page.StatusCode);
        foreach (var (code, path) in paths.Where(p => p != "/api/hub").Select(p => ("MGR-001", p)).Concat(paths.Select(p => ("CON-002", p))))
        {
            SignIn(code);
            using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        }

        await postgres.RestartAsync();
        SignIn("MGR-001");
        Assert.Equal(before, await AnswersAsync());
        await portal.App.StopAsync(TestContext.Current.CancellationToken);

        void SignIn(string code) =>
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Forge.Mint(PortalSeeds.SubjectOf("main", code), PortalHost.Audience, TimeSpan.FromMinutes(5)));

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
