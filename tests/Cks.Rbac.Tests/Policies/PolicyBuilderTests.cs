using System.Text;
using Cks.Core;
using Cks.Rbac.Tests.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests.Policies;

public sealed class PolicyBuilderTests
{
    private static readonly DateTimeOffset December = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_it_writes_is_the_policy_that_a_document_would_be()
    {
        var built = new PolicyBuilder()
            .Resource("orders", r => r
                .Actions("view", "accept", "cancel").Fields("code", "price").Sensitive("cancel")
                .Text("creator").Text("status", "open", "late").Number("total").Number("priority", 1, 5).Time("openedAt").Flag("urgent")
                .Relation("subordinate").Relation("own", When.IsOwnCode("creator")))
            .Alias("canAccept", "orders:accept")
            .Obligation("step-up", TimeSpan.FromMinutes(5), "urn:mfa", "phr").Obligation("notify-owner")
            .Duty("apart", "staff", "boss")
            .Role("staff", r => r.Permit("s-view", ["orders:view"], p => p.Read("code")).Deny("s-price", ["orders:view"], d => d.Read("price").Write("price")))
            .Role("boss", r => r
                .Inherits("staff").Assigns("staff")
                .Permit("b-all", ["orders:*"], p => p
                    .When(When.All(When.Is("status", "open", "late"), When.IsNot("total", 3, 4), When.AtLeast("priority", 2), When.Less("openedAt", December), When.Is("urgent", true),
                        When.Any(When.Related("own", "subordinate"), When.Not(When.IsOwnId("creator")), When.IsOwnTenant("creator"))))
                    .Read("*").Write("price").Filter("code").Sort().From(December).Until(December.AddTicks(1)).Obligations("step-up", "notify-owner").BreakGlass()));

        var written = PolicyText.Read("""
            {
              "version": 1,
              "resources": {
                "orders": {
                  "actions": ["view", "accept", "cancel"], "fields": ["code", "price"], "sensitive": ["cancel"],
                  "attributes": { "creator": "text", "status": ["open", "late"], "total": "number", "priority": { "from": 1, "to": 5 }, "openedAt": "time", "urgent": "flag" },
                  "relations": { "subordinate": "resolved", "own": { "creator": "$code" } }
                }
              },
              "aliases": { "canAccept": "orders:accept" },
              "obligations": { "step-up": { "within": 300, "acr": ["urn:mfa", "phr"] }, "notify-owner": {} },
              "duties": [{ "id": "apart", "roles": ["staff", "boss"] }],
              "roles": {
                "staff": {
                  "permit": [{ "id": "s-view", "actions": ["orders:view"], "fields": { "read": ["code"] } }],
                  "deny": [{ "id": "s-price", "actions": ["orders:view"], "fields": { "read": ["price"], "write": ["price"] } }]
                },
                "boss": {
                  "inherits": ["staff"], "assigns": ["staff"],
                  "permit": [{
                    "id": "b-all", "actions": ["orders:*"],
                    "when": {
                      "status": ["open", "late"], "total": { "not": [3, 4] }, "priority": { "ge": 2 }, "openedAt": { "lt": "2026-12-01T00:00:00Z" }, "urgent": true,
                      "any": [{ "is": ["own", "subordinate"] }, { "not": { "creator": "$id" } }, { "creator": "$tenant" }]
                    },
                    "fields": { "read": ["*"], "write": ["price"], "filter": ["code"], "sort": [] },
                    "from": "2026-12-01T00:00:00Z", "until": "2026-12-01T00:00:00.0000001Z", "obligations": ["step-up", "notify-owner"], "breakGlass": true
                  }]
                }
              }
            }
            """).GetOrThrow();

        Assert.Equal(PolicyDump.Of(written), PolicyDump.Of(PolicyReader.Read("built", built.ToUtf8()).GetOrThrow()));
    }

    [Fact]
    public void Any_policy_can_be_built()
    {
        var same = 0;
        for (var seed = 1; seed <= Rounds.Of(300); seed++)
        {
            var model = new RandomModel(seed).Policy();
            var (written, built) = (PolicyReader.Read("written", ModelWriter.Write(model)).GetOrThrow(), PolicyReader.Read("built", Build(model).ToUtf8()));
            // Several operators, and the subject's values among others, take a level more than in a document written by hand.
            if (built.Diagnostics.Any(d => d.Code == CksCodes.DocumentTooLarge))
                continue;
            Assert.True(built.IsLoaded, string.Join('\n', built.Diagnostics));
            Assert.Equal(PolicyDump.Of(written), PolicyDump.Of(built.Value));
            same++;
        }

        Assert.True(same > 200 || !Rounds.AreWhole, $"{same}");
    }

    [Fact]
    public void A_mistake_is_found_where_it_stands_in_the_document()
    {
        var document = new PolicyBuilder().Resource("orders", r => r.Actions("view")).Role("staff", r => r.Permit("p", ["orders:veiw"])).ToUtf8();

        var finding = Assert.Single(PolicyReader.Read("built", document).Diagnostics);

        Assert.Equal(("CKS204", "orders:view"), (finding.Code.Id, finding.Suggestion));
        Assert.Contains("orders:veiw", Encoding.UTF8.GetString(document).Split('\n')[finding.Location.Line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_twice_is_for_the_reader_to_refuse() =>
        Assert.All(
            (PolicyBuilder[])
            [
                new PolicyBuilder().Resource("a", r => r.Actions("view")).Resource("a", r => r.Actions("view")),
                new PolicyBuilder().Resource("a", r => r.Actions("view").Text("x").Number("x")),
                new PolicyBuilder().Resource("a", r => r.Actions("view").Fields("f")).Role("r", r => r.Permit("p", ["a:view"], p => p.Read("f").Read("f"))),
            ],
            p => Assert.Contains(PolicyReader.Read("built", p.ToUtf8()).Diagnostics, d => d.Code == CksCodes.DuplicateName));

    [Theory]
    [InlineData("$code")]
    [InlineData("$")]
    [InlineData("$other")]
    public void A_text_that_a_document_reads_as_the_subjects_own_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => When.Is("creator", "x", text));
        Assert.Throws<ArgumentException>(() => When.IsNot("creator", text));
    }

    [Fact]
    public async Task A_host_starts_with_a_policy_built_in_code_and_not_with_a_broken_one()
    {
        static IHost HostWith(string action)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddCksRbac().AddPolicy(p => p.Resource("orders", r => r.Actions("view")).Role("staff", r => r.Permit("p", [$"orders:{action}"])));
            return builder.Build();
        }

        using var good = HostWith("view");
        await good.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(good.Services.GetRequiredService<IPolicyDecisionPoint>().Check(PolicyText.With("staff"), CapabilityId.Of("orders:view")).IsPermitted);
        Assert.True(good.Services.GetRequiredService<IPolicyExplainer>().CanView("staff", "orders").IsPermitted);

        using var broken = HostWith("veiw");
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => broken.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal("PolicyBuilder", Assert.Single(refused.Diagnostics).Location.File);
    }

    private static PolicyBuilder Build(ModelPolicy model)
    {
        var builder = new PolicyBuilder();
        foreach (var resource in model.Resources)
            builder.Resource(resource.Name, r => Build(r, resource));
        foreach (var (name, within) in model.Obligations)
            _ = within is { } seconds ? builder.Obligation(name, TimeSpan.FromSeconds(seconds)) : builder.Obligation(name);
        foreach (var role in model.Roles)
        {
            builder.Role(role.Name, r =>
            {
                r.Inherits(role.Inherits);
                foreach (var rule in role.Rules)
                    _ = rule.IsDeny ? r.Deny(rule.Id, rule.Actions, b => Build(b, rule)) : r.Permit(rule.Id, rule.Actions, b => Build(b, rule));
            });
        }

        return builder;
    }

    private static void Build(PolicyResourceBuilder builder, ModelResource resource)
    {
        builder.Actions(resource.Actions).Fields(resource.Fields);
        foreach (var (name, kind) in resource.Attributes)
        {
            _ = kind switch
            {
                string[] values => builder.Text(name, values),
                "text" => builder.Text(name),
                "time" => builder.Time(name),
                "flag" => builder.Flag(name),
                (decimal from, decimal to) => builder.Number(name, from, to),
                _ => builder.Number(name),
            };
        }

        foreach (var (name, meaning) in resource.Relations)
            _ = meaning is null ? builder.Relation(name) : builder.Relation(name, Build(meaning));
    }

    private static void Build(PolicyRuleBuilder builder, ModelRule rule)
    {
        if (rule.When is { } when)
            builder.When(Build(when));
        if (rule.Fields?.Read is { } read)
            builder.Read(read);
        if (rule.Fields?.Write is { } write)
            builder.Write(write);
        if (rule.Fields?.Filter is { } filter)
            builder.Filter(filter);
        if (rule.Fields?.Sort is { } sort)
            builder.Sort(sort);
        if (rule.Fields is { Read: null, Write: null, Filter: null, Sort: null })
            builder.Read();
        if (rule.From is { } from)
            builder.From(from);
        if (rule.Until is { } until)
            builder.Until(until);
        if (rule.Obligations.Length > 0)
            builder.Obligations(rule.Obligations);
        if (rule.IsBreakGlass)
            builder.BreakGlass();
    }

    private static When Build(Terms terms) => When.All([.. terms.All.Select(Build)]);

    private static When Build(Term term) => term switch
    {
        OneOfTerm one => OneOf(one.Attribute, one.Values, isOne: true),
        OperatorsTerm operators => When.All([.. operators.Operators.Select(o => Build(operators.Attribute, o.Key, o.Value))]),
        IsTerm relations => When.Related(relations.Relations),
        AnyTerm any => When.Any([.. any.Parts.Select(Build)]),
        AllTerm all => When.All([.. all.Parts.Select(Build)]),
        _ => When.Not(Build(((NotTerm)term).Part)),
    };

    private static When Build(string attribute, string name, object[] values) => (name, values[0]) switch
    {
        ("not", _) => OneOf(attribute, values, isOne: false),
        ("lt", decimal bound) => When.Less(attribute, bound),
        ("le", decimal bound) => When.AtMost(attribute, bound),
        ("gt", decimal bound) => When.Greater(attribute, bound),
        ("ge", decimal bound) => When.AtLeast(attribute, bound),
        ("lt", DateTimeOffset bound) => When.Less(attribute, bound),
        ("le", DateTimeOffset bound) => When.AtMost(attribute, bound),
        ("gt", DateTimeOffset bound) => When.Greater(attribute, bound),
        (_, DateTimeOffset bound) => When.AtLeast(attribute, bound),
        _ => throw new InvalidOperationException(name),
    };

    // The builder's words are for texts or for one of the subject's values: several are alternatives.
    private static When OneOf(string attribute, object[] values, bool isOne)
    {
        if (values.Any(v => v is string text && text.StartsWith('$')))
        {
            var any = When.Any([.. values.Select(v => v switch { "$code" => When.IsOwnCode(attribute), "$id" => When.IsOwnId(attribute), "$tenant" => When.IsOwnTenant(attribute), _ => When.Is(attribute, (string)v) })]);
            return isOne ? any : When.Not(any);
        }

        return (values[0], isOne) switch
        {
            (string, true) => When.Is(attribute, [.. values.Cast<string>()]),
            (string, false) => When.IsNot(attribute, [.. values.Cast<string>()]),
            (decimal, true) => When.Is(attribute, [.. values.Cast<decimal>()]),
            (decimal, false) => When.IsNot(attribute, [.. values.Cast<decimal>()]),
            (DateTimeOffset, true) => When.Is(attribute, [.. values.Cast<DateTimeOffset>()]),
            (DateTimeOffset, false) => When.IsNot(attribute, [.. values.Cast<DateTimeOffset>()]),
            _ => values.Length == 1 ? isOne ? When.Is(attribute, (bool)values[0]) : When.Not(When.Is(attribute, (bool)values[0]))
                : isOne ? When.Any([.. values.Select(v => When.Is(attribute, (bool)v))]) : When.Not(When.Any([.. values.Select(v => When.Is(attribute, (bool)v))])),
        };
    }
}
