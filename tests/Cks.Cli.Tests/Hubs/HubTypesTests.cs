using System.Diagnostics;
using System.Text.Json;

namespace Cks.Cli.Tests;

/// <summary><c>cks hub types</c>.</summary>
public sealed class HubTypesTests : IDisposable
{
    private static readonly string? NodeModules = Environment.GetEnvironmentVariable("CKS_NODE_MODULES");

    private readonly TemporaryFolder _folder = new();

    public HubTypesTests() => SimulatedPortal.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_example_in_the_help_works_as_it_stands()
    {
        var help = await Tool.RunAsync(_folder.Root, "hub", "types", "--help");
        var examples = help.Lines.SkipWhile(l => l != "Examples:").Skip(1).Select(l => l.Trim()).ToArray();
        Assert.Equal(3, examples.Length);
        foreach (var example in examples)
            Assert.Equal(0, (await Tool.RunAsync(_folder.Root, example.Split(' ')[1..])).Exit);
    }

    /// <summary>What changes in a schema changes here, for all who wrote code against it.</summary>
    [Fact]
    public async Task The_types_are_the_approved_ones()
    {
        var approved = Path.Combine(Repository.Root, "tests", "Cks.Cli.Tests", "Hubs", "hub.approved.ts");
        var run = await Tool.RunAsync(_folder.Root, "hub", "types", "--widgets", "widgets.json");
        var beside = Path.Combine(AppContext.BaseDirectory, "hub.received.ts");
        await File.WriteAllTextAsync(beside, run.Output, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(approved) && (await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") == run.Output, $"The types have changed: compare hub.approved.ts with {beside}, and approve it by copying it there.");
    }

    [Fact]
    public async Task TypeScript_takes_documents_and_views_and_refuses_what_they_are_not()
    {
        Assert.SkipWhen(NodeModules is null, "CKS_NODE_MODULES names no node_modules with typescript.");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "node_modules"), NodeModules!);
        await Tool.RunAsync(_folder.Root, "hub", "types", "--widgets", "widgets.json", "-o", "hub.ts");
        using var simulated = JsonDocument.Parse((await Tool.RunAsync(_folder.Root, "hub", "simulate", "--policy", "app.rbac.json", "--as", "ann", "--targets", "targets.json", "--widgets", "widgets.json", "--format", "json")).Output);
        var document = await File.ReadAllTextAsync(Path.Combine(_folder.Root, "hubs", "contractor.json"), TestContext.Current.CancellationToken);
        _folder.Write("use.ts", $$"""
            import type { HubDocument, HubDocumentV1, HubView, HubViewWidget, HubViewWidgetOptions, HubWidgetOptions } from "./hub.js";
            export const document: HubDocument = {{document}};
            export const view: HubView = {{simulated.RootElement.GetProperty("view").GetRawText()}};
            const first: HubViewWidget | undefined = view.widgets[0]?.children?.[0];
            export const unit: "jobs" | "money" | undefined = (first?.options as HubViewWidgetOptions["stats-card"] | undefined)?.unit;
            export const options: HubWidgetOptions["stats-card"] = { unit: "jobs", limit: 3, series: [{ label: "a", below: { label: "b" } }] };
            export const off: boolean | undefined = view.features["beta"]?.enabled;
            // @ts-expect-error
            export const versionless: HubDocumentV1 = { ...document, schemaVersion: 3 };
            // @ts-expect-error
            export const roleless: HubView = (({ role, ...rest }) => rest)(view);
            // @ts-expect-error
            view.widgets[0]!.fault = "unknown_type";
            // @ts-expect-error
            export const fault: HubViewWidget["fault"] = "out_of_luck";
            // @ts-expect-error
            export const condition = view.navigation[0]!.requires;
            // @ts-expect-error
            export const flags = view.flags;
            // @ts-expect-error
            export const hidden = (first!.options as HubViewWidgetOptions["stats-card"]).limit;
            // @ts-expect-error
            export const unitless: HubWidgetOptions["stats-card"] = { limit: 3 };
            // @ts-expect-error
            export const tabs: HubWidgetOptions["tabs"] = { open: 1 };
            """);
        Assert.Equal("", await NodeAsync("node_modules/typescript/bin/tsc", "--strict", "--noEmit", "--noUnusedLocals", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--isolatedModules", "--target", "es2022", "--lib", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "hub.ts", "use.ts"));
    }

    [Fact]
    public async Task What_a_schema_says_ends_no_comment_and_is_no_code()
    {
        _folder.Write("widgets.json", """
            { "widgets": [{ "type": "odd", "version": "1.0.0", "options": { "type": "object", "additionalProperties": false, "properties": {
              "a*/": { "description": "Ends */ here\n\u2028and\u001b[31m goes on.", "const": "\"; alert(1) //\u2029" },
              "1st": { "anyOf": [{ "type": "string" }, { "enum": [1, null, true] }] },
              "loop": { "$ref": "#" },
              "both": { "allOf": [{ "type": "object", "properties": { "x": { "type": "array", "items": { "enum": ["p", "q"] } } } }, { "type": "object", "required": ["y"] }] }
            } } }] }
            """);
        var run = await Tool.RunAsync(_folder.Root, "hub", "types", "--widgets", "widgets.json");
        Assert.Equal("", run.Error);
        var options = run.Output[run.Output.IndexOf("export interface HubWidgetOptions", StringComparison.Ordinal)..];
        Assert.Contains("    /** Ends * / here and\uFFFD[31m goes on. */\n    readonly \"a*/\"?: \"\\u0022; alert(1) //\\u2029\";\n", options, StringComparison.Ordinal);
        Assert.Contains("    readonly \"1st\"?: string | 1 | null | true;\n", options, StringComparison.Ordinal);
        Assert.Contains("    readonly loop?: unknown;\n", options, StringComparison.Ordinal);
        Assert.Contains("      readonly x?: readonly (\"p\" | \"q\")[];\n", options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S30_Definitions_that_double_each_other_come_to_an_end()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""
            "d{{i}}": { "type": "object", "properties": { "a": { "$ref": "#/$defs/d{{i + 1}}" }, "b": { "$ref": "#/$defs/d{{i + 1}}" } } }
            """));
        _folder.Write("widgets.json", $$"""{ "widgets": [{ "type": "odd", "version": "1.0.0", "options": { "type": "object", "additionalProperties": false, "properties": { "d": { "$ref": "#/$defs/d0" } }, "$defs": { {{definitions}}, "d30": { "type": "string" } } } }] }""");
        var run = await Tool.RunAsync(_folder.Root, "hub", "types", "--widgets", "widgets.json");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.InRange(run.Output.Length, 10_000, 4_000_000);
    }

    private async Task<string> NodeAsync(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("node", args) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await output + await error;
    }
}
