using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cks.Cli.Tests;

public sealed class DoctorCommandTests : IDisposable
{
    private const string Policy = """{ /* roles */ "version": 1, "resources": { "jobs": { "actions": ["view"] } }, "roles": { "clerk": {} }, }""";

    private const string Hub = """
        {
          "metadata": { "role": "clerk", "version": "1.0.0", "displayName": "Clerks", "theme": { "primaryColor": "#25e", "accentColor": "#1b8" } },
          "navigation": { "sidebarItems": [{ "id": "jobs", "label": "Jobs", "path": "/jobs" }] },
          "permissions": { "jobs:view": true },
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_folder_is_0_with_a_line_a_check_and_the_summary_on_stderr()
    {
        _folder.Write("policies/portal.rbac.json", Policy);
        _folder.Write("app/hubs/clerk.v1.json", Hub);
        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(0, run.Exit);
        Assert.All(run.Lines, l => Assert.StartsWith("ok    ", l, StringComparison.Ordinal));
        Assert.Contains("ok    app/hubs/clerk.v1.json loads", run.Lines);
        Assert.Contains("ok    policies/portal.rbac.json loads", run.Lines);
        Assert.Contains("ok    no Microsoft.IdentityModel package is used", run.Lines);
        Assert.Matches(@"^\d+ looked at, 0 to mend\.\n$", run.Error);
    }

    [Fact]
    public async Task The_sample_portal_has_nothing_to_mend()
    {
        var run = await Tool.RunAsync(Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal"), "doctor");

        Assert.Equal(0, run.Exit);
        Assert.All(run.Lines, l => Assert.StartsWith("ok    ", l, StringComparison.Ordinal));
        Assert.Contains("ok    policies/portal.rbac.json loads", run.Lines);
        Assert.Contains("ok    scopes/portal.scope.json loads", run.Lines);
        Assert.Contains("ok    hubs/contractor.v2.json loads", run.Lines);
        Assert.Contains("ok    hubs/tenants/acme.json loads", run.Lines);
    }

    [Theory]
    [InlineData("portal.rbac.json", """{ "version": 1, "roles": { "clerk": { "inherits": ["clark"] } } }""", "fail  CKS201 portal.rbac.json:1:52 The role \"clark\" is not declared.  -> Did you mean \"clerk\"?")]
    [InlineData("portal.scope.json", """{ "version": 1, "roles": { "clerk": { "entity": "clerks" } } }""", "fail  CKS301 portal.scope.json:1:49 The entity \"clerks\" is not declared.")]
    [InlineData("hubs/clerk.v1.json", "{}", "fail  CKS105 hubs/clerk.v1.json:1:1 \"metadata\" is missing.")]
    public async Task What_the_start_would_refuse_is_reported(string file, string text, string expected)
    {
        _folder.Write(file, text);

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(1, run.Exit);
        Assert.Contains(run.Lines, l => l.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_is_held_against_the_policy_beside_it()
    {
        _folder.Write("portal.rbac.json", Policy.Replace("clerk", "staff", StringComparison.Ordinal));
        _folder.Write("hubs/clerk.v1.json", Hub.Replace("jobs:view", "jobs:veiw", StringComparison.Ordinal));

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(1, run.Exit);
        Assert.Equal(
            ["fail  CKS201 hubs/clerk.v1.json:2:25 The policy has no role \"clerk\".  -> Known: staff.", "fail  CKS404 hubs/clerk.v1.json:4:20 The policy knows no capability or alias \"jobs:veiw\".  -> Did you mean \"jobs:view\"?"],
            run.Lines.Where(l => l.StartsWith("fail", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Files_of_one_folder_that_are_one_policy_are_read_as_one()
    {
        _folder.Write("policies/a.rbac.json", """{ "version": 1, "resources": { "jobs": { "actions": ["view"] } } }""");
        _folder.Write("policies/clerk.rbac.json", """{ "version": 1, "roles": { "clerk": { "permit": [{ "actions": ["jobs:view"] }] } } }""");
        _folder.Write("policies/lead.rbac.json", """{ "version": 1, "roles": { "lead": { "inherits": ["clark"] } } }""");
        _folder.Write("hubs/clerk.v1.json", Hub.Replace("jobs:view", "jobs:veiw", StringComparison.Ordinal));

        var broken = await Tool.RunAsync(_folder.Root, "doctor");
        _folder.Write("policies/lead.rbac.json", """{ "version": 1, "roles": { "lead": { "inherits": ["clerk"] } } }""");
        var mended = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(["fail  CKS201 policies/lead.rbac.json:1:51 The role \"clark\" is not declared.  -> Did you mean \"clerk\"?"], broken.Lines.Where(l => l.StartsWith("fail", StringComparison.Ordinal)));
        Assert.Equal(["fail  CKS404 hubs/clerk.v1.json:4:20 The policy knows no capability or alias \"jobs:veiw\".  -> Did you mean \"jobs:view\"?"], mended.Lines.Where(l => l.StartsWith("fail", StringComparison.Ordinal)));
        Assert.Contains("ok    policies/clerk.rbac.json loads", mended.Lines);
    }

    [Fact]
    public async Task A_broken_document_is_1_with_code_place_and_mend()
    {
        _folder.Write("portal.scope.json", "{\n  \"a\": 1,\n  \"a\": 2\n}");

        var run = await Tool.RunAsync(Path.GetTempPath(), "doctor", _folder.Root, "--quiet");

        Assert.Equal(1, run.Exit);
        Assert.Contains("fail  CKS102 portal.scope.json:3:3 \"a\" stands twice in one object.  -> Keep one of the two.", run.Lines);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task As_JSON_a_finding_has_code_place_and_mend()
    {
        _folder.Write("hubs/base.json", "{");

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--format", "json", "-o", "doctor.json");

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Root, "doctor.json")));
        var finding = json.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("level").GetString() == "fail");
        Assert.Equal((1, ""), (run.Exit, run.Output));
        Assert.Equal("cks.doctor", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(("documents", "CKS101", "hubs/base.json", 1), (finding.GetProperty("check").GetString(), finding.GetProperty("code").GetString(), finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32()));
        Assert.NotEmpty(finding.GetProperty("mend").GetString()!);
    }

    [Fact]
    public async Task A_finding_shows_the_line_of_its_document_with_a_mark_under_the_place()
    {
        _folder.Write("portal.rbac.json", "{\n  \"version\": 1,\n  \"rolse\": {}\n}\n");

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        var at = Array.IndexOf(run.Lines, "fail  CKS106 portal.rbac.json:3:3 \"rolse\" is not known here.  -> Did you mean \"roles\"?");
        Assert.Equal(["    3 |   \"rolse\": {}", "      |   ^^^^^^^"], run.Lines[(at + 1)..(at + 3)]);
    }

    [Fact]
    public async Task Findings_come_in_the_order_of_the_document()
    {
        _folder.Write("portal.rbac.json", """{ "x": 1, "version": 2, "resources": [], "y": 1 }""");

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(["3", "22", "38", "42"], run.Lines.Where(l => l.StartsWith("fail", StringComparison.Ordinal)).Select(l => l.Split(':')[2].Split(' ')[0]));
    }

    [Fact]
    public async Task As_SARIF_findings_have_rules_with_their_pages_and_what_is_about_no_document_is_a_notice()
    {
        _folder.Write("hubs/clerk.v1.json", Hub.Replace("\"label\"", "\"lable\"", StringComparison.Ordinal));
        _folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--format", "sarif", "-o", "doctor.sarif");

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Root, "doctor.sarif")));
        var sarif = json.RootElement.GetProperty("runs")[0];
        var result = Assert.Single(sarif.GetProperty("results").EnumerateArray());
        var rule = Assert.Single(sarif.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray());
        Assert.Equal((1, ""), (run.Exit, run.Output));
        Assert.Equal(("CKS106", "CKS106"), (result.GetProperty("ruleId").GetString(), rule.GetProperty("id").GetString()));
        Assert.Equal(ErrorPage.Read(Core.CksCodes.UnknownProperty), rule.GetProperty("help").GetProperty("markdown").GetString());
        Assert.Equal("hubs/clerk.v1.json", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("\"label\"", result.GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0].GetProperty("insertedContent").GetProperty("text").GetString());
        var notice = Assert.Single(sarif.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray());
        Assert.StartsWith("no .NET SDK fits", notice.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_SARIF_a_sound_folder_has_no_result_and_is_0()
    {
        _folder.Write("policies/portal.rbac.json", Policy);

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--format", "sarif", "--quiet");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Empty(json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task S30_A_document_of_nothing_but_mistakes_is_told_in_one_list_that_ends()
    {
        _folder.Write("portal.rbac.json", $"{{ \"version\": 1, {string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"\"role{i}\": 1"))} }}");

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--quiet");

        Assert.Equal(1, run.Exit);
        Assert.Equal(200, run.Lines.Count(l => l.StartsWith("fail  CKS106", StringComparison.Ordinal)));
        Assert.Contains("warn  CKS117 portal.rbac.json 19800 more findings are not listed.  -> Mend those that are, and look again.", run.Lines);
    }

    [Fact]
    public async Task A_name_in_a_document_carries_no_escape_code_to_the_terminal()
    {
        _folder.Write("a.rbac.json", """{"\u001b[2J":1,"\u001b[2J":2}""");

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(1, run.Exit);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("\"\uFFFD[2J\" stands twice", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SDK_that_does_not_fit_the_folder_is_a_failure()
    {
        _folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(1, run.Exit);
        Assert.Contains("fail  no .NET SDK fits the global.json of this folder  -> Install the SDK that global.json names, or let it roll forward.", run.Lines);
    }

    [Fact]
    public async Task Packages_of_two_versions_are_a_failure()
    {
        _folder.Write("src/Api/Api.csproj", """<Project><ItemGroup><PackageReference Include="Microsoft.IdentityModel.JsonWebTokens" Version="8.23.0" /></ItemGroup></Project>""");
        _folder.Write("artifacts/obj/Api/project.assets.json", """{"libraries":{"Microsoft.IdentityModel.Tokens/8.0.1":{},"Other/1.0.0":{}}}""");

        var run = await Tool.RunAsync(_folder.Root, "doctor");

        Assert.Equal(1, run.Exit);
        Assert.Contains(
            "fail  Microsoft.IdentityModel packages have 2 versions: 8.0.1 (Microsoft.IdentityModel.Tokens); 8.23.0 (Microsoft.IdentityModel.JsonWebTokens)  -> Reference all of them at the newest of these versions, and restore.",
            run.Lines);
    }

    [Fact]
    public async Task A_healthy_host_with_the_right_time_is_0()
    {
        await using var host = new LoopbackHost(_ => 200, TimeSpan.Zero);

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--url", host.Url);

        Assert.Equal(0, run.Exit);
        Assert.Contains($"ok    {host.Url}/health/live answers 200", run.Lines);
        Assert.Contains($"ok    {host.Url}/health/ready answers 200", run.Lines);
        Assert.Contains("ok    the clocks of the host and of this machine agree", run.Lines);
    }

    [Fact]
    public async Task A_host_whose_clock_is_an_hour_behind_is_1()
    {
        await using var host = new LoopbackHost(_ => 200, TimeSpan.FromHours(-1));

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--url", host.Url);

        Assert.Equal(1, run.Exit);
        Assert.Matches(@"fail  the clock of the host is 3(59[0-9]|60[0-9]) s behind this machine  -> ", run.Output);
    }

    [Fact]
    public async Task A_host_that_is_not_ready_is_3_even_beside_other_findings()
    {
        _folder.Write("a.rbac.json", "{");
        await using var host = new LoopbackHost(path => path.EndsWith("ready", StringComparison.Ordinal) ? 503 : 200, ahead: null);

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--url", host.Url + "/portal");

        Assert.Equal(3, run.Exit);
        Assert.Contains($"ok    {host.Url}/portal/health/live answers 200", run.Lines);
        Assert.Contains($"fail  {host.Url}/portal/health/ready answers 503  -> Look into the log of the host for the check that fails.", run.Lines);
    }

    [Fact]
    public async Task A_host_without_health_endpoints_is_a_warning()
    {
        await using var host = new LoopbackHost(_ => 404, ahead: null);

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--url", host.Url);

        Assert.Equal(1, run.Exit);
        Assert.Contains($"warn  {host.Url}/health/live is not mapped  -> Add app.MapHealthChecks(\"/health/live\").", run.Lines);
    }

    [Fact]
    public async Task A_host_that_is_down_is_3()
    {
        string url;
        await using (var host = new LoopbackHost(_ => 200, ahead: null))
            url = host.Url;

        var run = await Tool.RunAsync(_folder.Root, "doctor", "--url", url);

        Assert.Equal(3, run.Exit);
        Assert.Contains($"fail  {url}/health/live cannot be reached (ConnectionError)  -> Start the host, or correct the address.", run.Lines);
    }

    [Fact]
    public async Task Credentials_in_an_address_are_refused_and_never_repeated()
    {
        var run = await Tool.RunAsync(_folder.Root, "doctor", "--url", "http://ann:s3cret@127.0.0.1:1");

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_the_tool_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT for another process.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var process = Tool.Start(_folder.Root, "doctor", "--url", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var waiting = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var run = await Tool.EndAsync(process);

        Assert.Equal((130, "", "Cancelled.\n"), (run.Exit, run.Output, run.Error));
    }
}
