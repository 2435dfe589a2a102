using System.Diagnostics;
using Cks.Stranger.Pages;

namespace Cks.Stranger.Tests.Pages;

/// <summary>A page is only as good as the reader who follows it: one that overlooks something proves nothing.</summary>
public sealed class PageRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cks-page-").FullName;

    public PageRunTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Pages are followed on Linux.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Folder_and_functions_of_one_block_hold_in_the_next()
    {
        await FollowAsync("```sh\nmkdir inner\ncd inner\nsay() { echo \"said $1\"; }\n```\n```sh\nsay hello\npwd\n```\n```text\nsaid hello\n…/inner\n```");

        Assert.True(Directory.Exists(Path.Combine(_folder, "inner")));
    }

    [Fact]
    public async Task Files_are_written_and_changed()
    {
        await FollowAsync("```json a/b.json\n{\n  \"x\": 1\n}\n```\n```diff a/b.json\n-  \"x\": 1\n+  \"x\": 2\n```");

        Assert.Equal("{\n  \"x\": 2\n}\n", await File.ReadAllTextAsync(Path.Combine(_folder, "a", "b.json"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("```sh\nfalse\ntrue\n```", "answers 1")]
    [InlineData("```sh fails\ntrue\n```", "answers 0")]
    [InlineData("```sh\necho one\n```\n```text\ntwo\n```", "two")]
    [InlineData("```sh stays\necho one\n```\n```text\none\ntwo\n```", "does not stay")]
    [InlineData("```json a.json\n1\n```\n```diff a.json\n-2\n+3\n```", "not once")]
    [InlineData("```json a.json\n1\n1\n```\n```diff a.json\n-1\n+3\n```", "not once")]
    public async Task What_is_not_as_the_page_says_is_complained_about(string page, string complaint)
    {
        var thrown = await Assert.ThrowsAsync<StrangerException>(() => FollowAsync(page));

        Assert.Contains(complaint, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stays_is_there_for_the_next_block_and_gone_after_the_page()
    {
        await FollowAsync("```sh stays\ntrap 'echo bye >left; exit' INT\necho $$ >id\necho ready\nwhile true; do sleep 0.05; done\n```\n```text\nready\n```\n```sh\nkill -0 $(cat id)\n```");

        Assert.True(File.Exists(Path.Combine(_folder, "left")));
    }

    [Fact]
    public async Task What_stays_is_waited_for_and_what_it_wrote_before_does_not_count()
    {
        const string Watch = "```sh stays\ntrap exit INT\necho ready\nwhile true; do [ -f go ] && rm go && echo \"saw it\"; sleep 0.05; done\n```\n```text\nready\n```\n";

        await FollowAsync(Watch + "```jsonc go\n```\n```text stays\nsaw it\n```\n```sh fails\nfalse\n```\n```jsonc go\n```\n```text stays\nsaw …\n```");

        var thrown = await Assert.ThrowsAsync<StrangerException>(() => FollowAsync("```text stays\nsaw it\n```"));
        Assert.Contains("nothing runs", thrown.Message, StringComparison.Ordinal);
    }

    private async Task FollowAsync(string page)
    {
        await using var run = new PageRun(_folder, (folder, program, args) => new ProcessStartInfo(program, args) { WorkingDirectory = folder }, TextWriter.Null);
        await run.FollowAsync(StartPage.Read(page));
    }
}
