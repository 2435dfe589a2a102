using Cks.Core;
using Cks.Rbac.AuthZen.Tests.Corpora;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AuthZen.Tests.Configuration;

public sealed class AuthZenOptionsTests
{
    private static Task<IReadOnlyList<string>> FindingsAsync(Action<AuthZenOptions> configure, bool hasSources = true) =>
        AuthZenHost.FindingsAsync("records.rbac.json", hasSources ? Scenarios.Records() : null, configure);

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("http://pdp.example", "is \"http://pdp.example/\"")]
    [InlineData("https://pdp.example/?tenant=acme", "is \"https://pdp.example/?tenant=acme\"")]
    [InlineData("https://pdp.example/#top", "is \"https://pdp.example/#top\"")]
    [InlineData("https://me@pdp.example", "is \"https://me@pdp.example/\"")]
    [InlineData("https://pdp.example/{tenant}", "is \"https://pdp.example/{tenant}\"")]
    [InlineData("/pdp", "is \"/pdp\"")]
    public async Task An_address_that_discovery_cannot_name_stops_the_host(string? url, string said) =>
        Assert.Equal(
            [$"CKS109 AddCksAuthZen PublicUrl {said}. Name an absolute https address without query and fragment, such as https://pdp.example."],
            await FindingsAsync(o =>
            {
                Scenarios.AskAboutRecords(o);
                o.PublicUrl = url is null ? null : new(url, UriKind.RelativeOrAbsolute);
            }));

    [Fact]
    public async Task Every_mistake_that_can_be_seen_without_the_policy_is_said_at_once() =>
        Assert.Equal(
            [
                "CKS109 AddCksAuthZen MaxEvaluations is 0. Use 1 to 10000.",
                "CKS109 AddCksAuthZen MaxBodyBytes is 1. Use 1024 to 4194304.",
                "CKS109 AddCksAuthZen MaxResults is 1001. Use 1 to 1000.",
                "CKS109 AddCksAuthZen MaxCandidates is 0. Use 1 to 100000.",
                "CKS109 AddCksAuthZen PageTokenLifetime is 00:00:00. Use 1 second to 1 day.",
                "CKS109 AddCksAuthZen The resource type \"record\" is named twice. Keep one of the two.",
                "CKS109 AddCksAuthZen The caller \"gateway\" of \"https://login.example\" is named twice, and is bound to one tenant. Keep one of the two.",
                "CKS109 AddCksAuthZen The tenant \"Acme Inc\" of the caller \"gateway\" is no tenant. Use 1 to 64 characters of a-z, 0-9, - and _.",
                "CKS109 AddCksAuthZen The caller \"gateway\" may ask about nothing. Call Subjects and Resources.",
                "CKS109 AddCksAuthZen The caller \"batch\" may ask about resources of the type \"records\", which no Resource(...) names. Did you mean \"record\"?",
                "CKS109 AddCksAuthZen The caller \"batch\" may say \"soft\" of \"record\" in two ways. Keep one of the two.",
            ],
            await FindingsAsync(o =>
            {
                Scenarios.AskAboutRecords(o);
                (o.MaxEvaluations, o.MaxBodyBytes, o.MaxResults, o.MaxCandidates, o.PageTokenLifetime) = (0, 1, 1001, 0, TimeSpan.Zero);
                o.Resource("record");
                o.Caller(AuthZenHost.Issuer, "gateway", "Acme Inc", _ => { });
                o.Caller(AuthZenHost.Issuer, "batch", "acme", c => c.Subjects("user").Resources("records").Asserts("record", PropertyOf.Action, "soft").Asserts("record", PropertyOf.Context, "gentle", "soft"));
            }));

    [Theory]
    [InlineData("", "gateway", "CKS109 AddCksAuthZen The caller \"gateway\" has no issuer, and would be whoever has its id anywhere. Name the issuer as its subject has it.")]
    [InlineData("  ", "gateway", "CKS109 AddCksAuthZen The caller \"gateway\" has no issuer, and would be whoever has its id anywhere. Name the issuer as its subject has it.")]
    [InlineData(AuthZenHost.Issuer, "", "CKS109 AddCksAuthZen A caller of \"https://login.example\" has no identifier. Name it as its subject has it.")]
    public async Task S02_a_caller_without_issuer_or_identifier_stops_the_host(string issuer, string id, string expected) =>
        Assert.Equal([expected], await FindingsAsync(o => Scenarios.AskAboutRecords(o.Caller(issuer, id, "acme", c => c.Subjects("user").Resources("record")))));

    [Fact]
    public async Task What_the_policy_does_not_declare_and_sources_that_are_not_there_stop_the_host() =>
        Assert.Equal(
            [
                "CKS204 AddCksAuthZen The policy declares no capability \"record:reed\". Did you mean \"record:read\"?",
                "CKS208 AddCksAuthZen \"record\" has no attribute \"softly\". Did you mean \"soft\"?",
                "CKS109 AddCksAuthZen No ISubjectSource is registered, so that nobody and nothing would be known. Add services.AddScoped<ISubjectSource, ...>().",
                "CKS109 AddCksAuthZen No IResourceSource is registered, so that nobody and nothing would be known. Add services.AddScoped<IResourceSource, ...>().",
            ],
            await FindingsAsync(
                o => o.Resource("record", configure: r => r.Action("GET", "reed")).Caller(AuthZenHost.Issuer, "gateway", "acme", c => c.Subjects("user").Asserts("record", PropertyOf.Action, "softly")),
                hasSources: false));

    [Fact]
    public async Task A_resource_that_the_policy_does_not_declare_stops_the_host() =>
        Assert.Contains(
            "CKS208 MapResource<AuthZenResource> The policy declares no resource \"recrod\". Did you mean \"record\"?",
            await FindingsAsync(o => o.Resource("record", "recrod").Caller(AuthZenHost.Issuer, "gateway", "acme", c => c.Subjects("user").Resources("record"))));

    [Fact]
    public async Task A_policy_that_does_not_declare_the_capabilities_of_callers_stops_the_host() =>
        Assert.Contains(
            (await AuthZenHost.FindingsAsync("bare.rbac.json", new(), o => o.Resource("record").Caller(AuthZenHost.Issuer, "gateway", "acme", c => c.Subjects("user").Resources("record")))),
            f => f.StartsWith("CKS204 POST /access/v1/evaluation The policy declares no capability \"authzen:evaluate\".", StringComparison.Ordinal));

    [Fact]
    public void Registering_twice_is_refused_because_the_first_callers_would_be_strangers()
    {
        var services = new ServiceCollection();
        services.AddCksAuthZen(_ => { });
        Assert.Equal(
            "CKS109 AddCksAuthZen AuthZEN is registered already. Name all types and callers in one call.",
            Assert.Throws<CksConfigurationException>(() => services.AddCksAuthZen(_ => { })).Diagnostics.Single().ToString());
    }

    [Fact]
    public async Task Mapping_what_was_not_added_says_what_to_add()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Equal("CKS109 MapCksAuthZen AuthZEN is not registered. Call AddCksAuthZen.", Assert.Throws<CksConfigurationException>(() => app.MapCksAuthZen()).Diagnostics.Single().ToString());
    }
}
