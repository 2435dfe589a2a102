namespace Cks.Publish.Tests;

/// <summary>The whole command, on a repository with two packages of a few lines.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task The_same_tag_gives_the_same_bytes_and_a_patch_that_breaks_is_refused()
    {
        using var tiny = new TinyRepository();
        tiny.Commit("v1.0.0");

        var dry = await tiny.PublishAsync("--feed", tiny.Feed, "--dry-run");
        Assert.True(dry.Exit == ExitCode.Fine, dry.Output);
        Assert.Contains($"would push 2 packages to {tiny.Feed}", dry.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tiny.Feed));
        var sums = tiny.Read("artifacts/publish/SHA256SUMS");

        var first = await tiny.PublishAsync("--feed", tiny.Feed);
        Assert.True(first.Exit == ExitCode.Fine, first.Output);
        Assert.Contains("2 packages pushed", first.Output, StringComparison.Ordinal);
        Assert.Contains("HELLO ANN", first.Output, StringComparison.Ordinal);
        Assert.Contains("Release checklist of 1.0.0", first.Output, StringComparison.Ordinal);
        Assert.Equal(sums, tiny.Read("artifacts/publish/SHA256SUMS"));
        Assert.Equal(6, sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(6, Directory.GetFiles(tiny.Feed).Length);
        Assert.StartsWith("# Cks 1.0.0\n\n- `Greeter`, at 100 %; it greets.\n", tiny.Read("artifacts/publish/release-notes.md"), StringComparison.Ordinal);

        tiny.WriteGreeter(withGone: false);
        tiny.Commit("v1.0.1");
        var patch = await tiny.PublishAsync("--feed", tiny.Feed);
        Assert.Equal(ExitCode.Findings, patch.Exit);
        Assert.Contains("- Cks.Tiny: Cks.Tiny.Greeter.Leave() -> string!", patch.Output, StringComparison.Ordinal);
        Assert.Contains("REFUSED validation   1.0.1 breaks what 1.0.0 promised", patch.Output, StringComparison.Ordinal);
        Assert.Contains("Member 'string Cks.Tiny.Greeter.Leave()' exists on", patch.Output, StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(tiny.Feed).Length);
    }

    [Fact]
    public async Task A_pre_release_goes_to_a_feed_behind_an_address_and_is_restored_from_there()
    {
        await using var feed = await LoopbackFeed.StartAsync();
        using var tiny = new TinyRepository();
        tiny.Commit("v1.0.0");
        tiny.Commit();
        tiny.Commit();

        var published = await tiny.PublishAsync("--feed", feed.Address, "--audit-source", feed.Address, "--pre-release");

        Assert.True(published.Exit == ExitCode.Fine, published.Output);
        Assert.Equal(["cks.tiny 1.0.1-alpha.2", "cks.tiny.loud 1.0.1-alpha.2"], feed.Packages);
        Assert.Equal(2, feed.Symbols);
        Assert.Contains("no known vulnerability in 2 projects, asked of audit0", published.Output, StringComparison.Ordinal);
        Assert.Contains("HELLO ANN", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_that_nobody_allowed_is_refused_with_the_way_to_it()
    {
        await using var feed = await LoopbackFeed.StartAsync();
        feed.Add("Test.Middle", "1.0.0", TinyRepository.Package("Test.Middle", "1.0.0", "<license type=\"expression\">MIT</license>", "<dependency id=\"Test.Gpl\" version=\"2.0.0\" />"));
        feed.Add("Test.Gpl", "2.0.0", TinyRepository.Package("Test.Gpl", "2.0.0", "<license type=\"expression\">GPL-3.0-only</license>"));
        using var tiny = new TinyRepository();
        tiny.Configure(feed.Address);
        tiny.Depend("Test.Middle", "1.0.0");
        tiny.Commit("v1.0.0");

        var refused = await tiny.PublishAsync("--feed", tiny.Feed);

        Assert.Equal(ExitCode.Findings, refused.Exit);
        Assert.Contains("REFUSED licences", refused.Output, StringComparison.Ordinal);
        Assert.Contains("        Cks.Tiny -> Test.Middle 1.0.0 -> Test.Gpl 2.0.0: GPL-3.0-only\n", refused.Output, StringComparison.Ordinal);
        Assert.Contains("        Cks.Tiny.Loud -> Cks.Tiny -> Test.Middle 1.0.0 -> Test.Gpl 2.0.0: GPL-3.0-only\n", refused.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tiny.Feed));
    }

    [Fact]
    public async Task A_dependency_that_an_audit_feed_knows_to_be_vulnerable_is_refused_with_the_advisory()
    {
        await using var feed = await LoopbackFeed.StartAsync();
        feed.Add("Test.Leaky", "1.0.0", TinyRepository.Package("Test.Leaky", "1.0.0", "<license type=\"expression\">MIT</license>"));
        feed.Accuse("Test.Leaky", "https://example.org/advisories/TEST-2026-0001");
        using var tiny = new TinyRepository();
        tiny.Configure(feed.Address);
        tiny.Depend("Test.Leaky", "1.0.0");
        tiny.Commit("v1.0.0");

        var refused = await tiny.PublishAsync("--feed", tiny.Feed, "--audit-source", feed.Address);

        Assert.Equal(ExitCode.Findings, refused.Exit);
        Assert.Contains("REFUSED audit", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Package 'Test.Leaky' 1.0.0 has a known high severity vulnerability, https://example.org/advisories/TEST-2026-0001", refused.Output, StringComparison.Ordinal);

        foreach (var newer in new[] { "1.1.0", "2.0.0", "3.0.0-beta" })
            feed.Add("Test.Leaky", newer, TinyRepository.Package("Test.Leaky", newer, ""));
        using var report = new StringWriter();
        Assert.Equal(ExitCode.Findings, await PublishTool.RunAsync(["outdated", "--root", WithOnePin(tiny)], report, report, TestContext.Current.CancellationToken));
        Assert.Contains("VULNERABLE  Test.Leaky 1.0.0: High, https://example.org/advisories/TEST-2026-0001", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("old         Test.Leaky 1.0.0 -> 2.0.0 (or 1.1.0)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_of_vulnerabilities_that_does_not_answer_is_said_and_for_others_to_restore_from_it_is_down()
    {
        await using var feed = await LoopbackFeed.StartAsync();
        feed.IsSilent = true;
        feed.Add("Test.Sound", "1.0.0", TinyRepository.Package("Test.Sound", "1.0.0", "<license type=\"expression\">GPL-3.0-only</license>"));
        using var tiny = new TinyRepository();
        tiny.Configure(feed.Address);
        tiny.Depend("Test.Sound", "1.0.0");
        tiny.Commit("v1.0.0");

        var tried = await tiny.PublishAsync("--feed", tiny.Feed);
        var published = await tiny.PublishAsync("--feed", feed.Address);

        Assert.Contains("warn    audit        restored, but a source of vulnerabilities does not answer", tried.Output, StringComparison.Ordinal);
        Assert.Contains("REFUSED licences", tried.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.DependencyDown, published.Exit);
        Assert.Contains("DOWN    audit        a source of vulnerabilities does not answer", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_is_not_what_the_tag_says_is_refused()
    {
        using var tiny = new TinyRepository();
        tiny.Commit();
        Assert.Contains("HEAD has no tag vX.Y.Z: tag it, or use --pre-release.", await RefusedAsync(), StringComparison.Ordinal);

        tiny.Git("tag", "v1.0.0-beta.1");
        Assert.Contains("HEAD has no tag vX.Y.Z (but v1.0.0-beta.1)", await RefusedAsync(), StringComparison.Ordinal);

        tiny.Git("tag", "v1.0.0");
        Assert.Contains("HEAD is tagged v1.0.0, which is no pre-release", await RefusedAsync("--pre-release"), StringComparison.Ordinal);

        tiny.Write("src/Cks.Tiny/Stray.cs", "// stray\n");
        Assert.Contains("?? src/Cks.Tiny/Stray.cs", await RefusedAsync(), StringComparison.Ordinal);

        File.Delete(Path.Combine(tiny.Root, "src/Cks.Tiny/Stray.cs"));
        tiny.Write("CHANGELOG.md", "changed");
        Assert.Contains(" M CHANGELOG.md", await RefusedAsync(), StringComparison.Ordinal);

        tiny.Git("checkout", "--quiet", "CHANGELOG.md");
        tiny.Git("remote", "set-url", "origin", "/somewhere/else");
        Assert.Contains("origin is no https address", await RefusedAsync("--feed", "https://127.0.0.1:1/v3/index.json"), StringComparison.Ordinal);

        async Task<string> RefusedAsync(params string[] args)
        {
            var (exit, output) = await tiny.PublishAsync(args);
            Assert.Equal(ExitCode.Findings, exit);
            Assert.StartsWith("REFUSED source", output, StringComparison.Ordinal);
            return output;
        }
    }

    [Fact]
    public async Task A_clone_without_history_is_refused()
    {
        using var tiny = new TinyRepository();
        using var folder = new TemporaryFolder();
        tiny.Commit();
        tiny.Commit("v1.0.0");
        await TinyRepository.GitAsync(folder.Root, "clone", "--quiet", "--depth", "1", new Uri(tiny.Root).AbsoluteUri, "shallow");
        using var output = new StringWriter();

        Assert.Equal(ExitCode.Findings, await PublishTool.RunAsync(["publish", "--root", Path.Combine(folder.Root, "shallow")], output, output, TestContext.Current.CancellationToken));
        Assert.Contains("the clone is shallow", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.WrongUse, "--feed", "")]
    [InlineData(ExitCode.WrongUse, "--feeds", "x")]
    [InlineData(ExitCode.WrongUse, "--root", "ROOT")]
    [InlineData(ExitCode.Fine, "--help", "")]
    public async Task Wrong_use_is_an_exit_code_of_its_own(int expected, string option, string value)
    {
        using var folder = new TemporaryFolder();
        string[] args = ["publish", option, .. value.Length > 0 || option == "--feed" ? new[] { value.Replace("ROOT", folder.Root, StringComparison.Ordinal) } : []];

        Assert.Equal(expected, await PublishTool.RunAsync(args, TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_feed_that_is_down_is_no_refusal()
    {
        using var tiny = new TinyRepository();
        tiny.Commit("v1.0.0");

        Assert.Equal(ExitCode.DependencyDown, (await tiny.PublishAsync("--feed", "http://127.0.0.1:1/v3/index.json")).Exit);
    }

    [Fact]
    public async Task A_version_that_a_feed_has_with_another_content_is_not_overwritten()
    {
        using var tiny = new TinyRepository();
        Directory.CreateDirectory(tiny.Feed);
        var (there, path) = (TinyRepository.Package("Cks.Tiny", "1.0.0", "<license type=\"expression\">MIT</license>"), Path.Combine(tiny.Feed, "Cks.Tiny.1.0.0.nupkg"));
        await File.WriteAllBytesAsync(path, there, TestContext.Current.CancellationToken);
        var mine = Path.Combine(tiny.Root, "Cks.Tiny.1.0.0.nupkg");
        await File.WriteAllBytesAsync(mine, TinyRepository.Package("Cks.Tiny", "1.0.0", "<license type=\"expression\">Apache-2.0</license>"), TestContext.Current.CancellationToken);
        var other = Path.Combine(tiny.Root, "Cks.Other.1.0.0.nupkg");
        await File.WriteAllBytesAsync(other, TinyRepository.Package("Cks.Other", "1.0.0", "<license type=\"expression\">MIT</license>"), TestContext.Current.CancellationToken);
        var release = new Release(new(tiny.Root, tiny.Feed, false, false, [])) { Version = new(1, 0, 0), Packed = [PackedPackage.Load(other), PackedPackage.Load(mine)] };

        var outcome = await new PushStage().RunAsync(release, TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Findings, "Cks.Tiny 1.0.0"), (outcome.Exit, Assert.Single(outcome.Details)));
        Assert.Equal([path], Directory.GetFiles(tiny.Feed));
        Assert.Equal(there, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>The repository with nothing but the last pin, so that a report asks about one package.</summary>
    private static string WithOnePin(TinyRepository tiny)
    {
        tiny.Write("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"Test.Leaky\" Version=\"1.0.0\" /></ItemGroup></Project>");
        return tiny.Root;
    }
}
