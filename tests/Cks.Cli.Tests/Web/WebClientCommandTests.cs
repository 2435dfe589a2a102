using System.Diagnostics;

namespace Cks.Cli.Tests;

/// <summary><c>cks web client</c>.</summary>
public sealed class WebClientCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    /// <summary>What a screen relies on, in the language that it is written in.</summary>
    private const string Script = """
        import assert from "node:assert/strict";
        import { capabilities, PermissionsClient } from "./plain.js";
        let answer, asked;
        globalThis.fetch = async (url, init) => { asked = { url, init }; return typeof answer === "function" ? answer() : answer; };
        const full = (permissions, tag) => new Response(JSON.stringify({ policyVersion: "v1", capabilities: permissions }), { headers: { ETag: tag } });
        const client = new PermissionsClient();
        let changes = 0;
        const stop = client.subscribe(() => changes++);
        assert.deepEqual(capabilities, ["orders:accept", "orders:view"]);
        assert.equal(client.can("orders:view"), false);
        answer = full({ "orders:view": "yes", "orders:accept": "row" }, '"one"');
        await client.refresh();
        assert.equal(asked.url, "/api/me/permissions");
        assert.equal(asked.init.headers.get("If-None-Match"), null);
        assert.deepEqual([client.can("orders:view"), client.can("orders:accept"), client.permission("orders:accept"), client.permission("orders:purge"), changes], [true, false, "row", "no", 1]);
        assert.equal(client.can("orders:accept", { _can: { "orders:accept": true } }), true);
        assert.equal(client.can("orders:view", {}), false);
        answer = new Response(null, { status: 304 });
        await client.refresh();
        assert.equal(asked.init.headers.get("If-None-Match"), '"one"');
        assert.deepEqual([client.can("orders:view"), changes], [true, 1]);
        let late;
        answer = () => new Promise((resolve) => { late = resolve; });
        const first = client.refresh();
        await new Promise((resolve) => setImmediate(resolve));
        answer = full({}, '"two"');
        await client.refresh();
        late(full({ "orders:view": "yes" }, '"one"'));
        await first;
        assert.equal(client.can("orders:view"), false);
        answer = full({ "orders:view": "yes" }, '"three"');
        await client.refresh();
        answer = new Response(null, { status: 401 });
        await assert.rejects(client.refresh());
        assert.equal(client.can("orders:view"), false);
        answer = full({ "orders:view": "maybe" }, '"four"');
        await client.refresh();
        assert.equal(client.permission("orders:view"), "no");
        stop();
        client.forget();
        """;

    private static readonly string? NodeModules = Environment.GetEnvironmentVariable("CKS_NODE_MODULES");

    [Fact]
    public async Task Every_example_in_the_help_works_as_it_stands()
    {
        PolicyFiles.Write(folder);
        var examples = (await Tool.RunAsync(folder.Root, "web", "client", "--help")).Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim().Split(' ')).ToArray();

        Assert.Equal(2, examples.Length);
        foreach (var words in examples)
            Assert.Equal(0, (await Tool.RunAsync(folder.Root, words[1..])).Exit);
    }

    [Fact]
    public async Task The_file_names_the_capabilities_of_the_policy_and_its_address_is_text()
    {
        PolicyFiles.Write(folder);

        var plain = await Tool.RunAsync(folder.Root, "web", "client", "app.rbac.json", "--url", "/a\"</script>`${x}`");

        Assert.Equal(0, plain.Exit);
        Assert.Contains("export const capabilities = [\n  \"orders:accept\",\n  \"orders:view\",\n] as const;", plain.Output, StringComparison.Ordinal);
        Assert.Contains("url: string = \"/a\\u0022\\u003C/script\\u003E\\u0060${x}\\u0060\"", plain.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("react", plain.Output, StringComparison.Ordinal);
        Assert.Contains("import { useSyncExternalStore } from \"react\";", (await Tool.RunAsync(folder.Root, "web", "client", "app.rbac.json", "--react")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_refused_is_no_client()
    {
        folder.Write("broken.rbac.json", """{ "version": 1, "resources": {}, "roles": { "a": { "permit": [{ "actions": ["orders:view"] }] } } }""");

        var run = await Tool.RunAsync(folder.Root, "web", "client", "broken.rbac.json");

        Assert.Equal((2, ""), (run.Exit, run.Output));
    }

    [Fact]
    public async Task TypeScript_takes_it_strictly_and_it_does_what_it_says()
    {
        Assert.SkipWhen(NodeModules is null, "CKS_NODE_MODULES names no node_modules with typescript and @types/react.");
        PolicyFiles.Write(folder);
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "node_modules"), NodeModules!);
        folder.Write("package.json", """{ "type": "module" }""");
        folder.Write("script.js", Script);
        Assert.Equal(0, (await Tool.RunAsync(folder.Root, "web", "client", "app.rbac.json", "-o", "plain.ts")).Exit);
        Assert.Equal(0, (await Tool.RunAsync(folder.Root, "web", "client", "app.rbac.json", "--react", "-o", "hooks.ts")).Exit);

        Assert.Equal("", await NodeAsync("node_modules/typescript/bin/tsc", "--strict", "--noUnusedLocals", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022,dom", "--module", "esnext", "--moduleResolution", "bundler", "plain.ts", "hooks.ts"));
        Assert.Equal("", await NodeAsync("script.js"));
    }

    private async Task<string> NodeAsync(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("node", args) { WorkingDirectory = folder.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await output + await error;
    }
}
