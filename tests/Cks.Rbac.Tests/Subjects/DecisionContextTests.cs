using Cks.Core;
using CsCheck;

namespace Cks.Rbac.Tests.Subjects;

public sealed class DecisionContextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static Subject Plain(string id = "u", string? tenant = "main", params string[] roles) => new(id, tenant is null ? default : TenantId.Parse(tenant), roles) { Issuer = "i", Code = "c" };

    public static TheoryData<string> Inputs => [.. typeof(DecisionContext).GetProperties().Select(p => p.Name)];

    /// <summary>Two that differ in one input.</summary>
    private static (Subject One, Subject Other) Differing(string input)
    {
        var plain = Plain("u", "main", "r", "s");
        return input switch
        {
            nameof(DecisionContext.Type) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", Type = "service" }),
            nameof(DecisionContext.Issuer) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "I", Code = "c" }),
            nameof(DecisionContext.Id) => (plain, Plain("U", "main", "r", "s")),
            nameof(DecisionContext.Tenant) => (plain, Plain("u", null, "r", "s")),
            nameof(DecisionContext.Roles) => (plain, Plain("u", "main", "r")),
            nameof(DecisionContext.Code) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i" }),
            nameof(DecisionContext.IsTest) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", IsTest = true }),
            nameof(DecisionContext.Actor) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", Actor = "a" }),
            nameof(DecisionContext.ActorCode) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", ActorCode = "a" }),
            nameof(DecisionContext.ActorRoles) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", ActorRoles = ["a"] }),
            nameof(DecisionContext.Credential) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", Credential = "k" }),
            nameof(DecisionContext.CredentialCapabilities) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", CredentialCapabilities = [] }),
            nameof(DecisionContext.SteppedUpAt) => (plain, new("u", plain.Tenant, ["r", "s"]) { Issuer = "i", Code = "c", SteppedUpAt = Noon }),
            _ => throw new NotSupportedException($"Nobody has thought of {input} yet: it belongs into the key, into Equals and here."),
        };
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void S06_contexts_that_differ_in_any_input_are_not_equal_and_have_different_keys(string input)
    {
        var (one, other) = Differing(input);

        Assert.NotEqual(one.Context, other.Context);
        Assert.NotEqual(one.Context.Key, other.Context.Key);
        Assert.Equal(one.Context, Plain("u", "main", "r", "s").Context);
        Assert.Equal((one.Context.Key, one.Context.GetHashCode()), (Plain("u", "main", "r", "s").Context.Key, Plain("u", "main", "r", "s").Context.GetHashCode()));
    }

    [Fact]
    public void S06_a_copy_has_a_key_of_its_own()
    {
        var context = Plain().Context;
        var (key, hash) = (context.Key, context.GetHashCode());
        var copy = context with { Actor = "admin" };

        Assert.Equal((key, hash), (context.Key, context.GetHashCode()));
        Assert.NotEqual(key, copy.Key);
        Assert.NotEqual(context, copy);
    }

    // What keys are made of, so that what is put end to end would meet.
    private static readonly string[] Pieces = ["", "0:", "1:a", "a", ";", "-1;", "0;", "1;", "1;1:a", "test", "4:test", "\0", "aa", ":", "1"];

    private static readonly Gen<string> GenText = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    private static readonly Gen<Subject> GenSubject = Gen.Select(GenText.Array[8], GenText.Array[0, 3], GenText.Array[0, 3], Gen.Int[0, 15]).Select((texts, roles, limits, flags) =>
        new Subject(texts[0], (flags & 1) == 0 ? default : TenantId.Parse("1"), roles)
        {
            Type = texts[1],
            Issuer = texts[2],
            Code = texts[3],
            Actor = texts[4],
            ActorCode = texts[7],
            ActorRoles = texts[6].Length == 0 ? [] : [texts[6]],
            Credential = texts[5],
            IsTest = (flags & 2) != 0,
            CredentialCapabilities = (flags & 4) == 0 ? null : limits,
            SteppedUpAt = (flags & 8) == 0 ? null : new DateTimeOffset(1, TimeSpan.Zero),
        });

    [Fact]
    public void S06_keys_are_equal_exactly_when_contexts_are() =>
        Gen.Select(GenSubject, GenSubject, Gen.Int[0, 3]).Sample((one, other, swap) =>
        {
            // Neighbours that share their ends: what one gains at its end the other loses at its beginning.
            var moved = new Subject(one.Id + one.Issuer, one.Tenant, swap == 0 ? one.Roles : [string.Concat(one.Roles)])
            {
                Type = one.Type,
                Issuer = "",
                Code = one.Code + one.Actor,
                Actor = "",
                Credential = one.Credential,
                IsTest = one.IsTest,
                CredentialCapabilities = one.CredentialCapabilities,
                SteppedUpAt = one.SteppedUpAt,
            };
            foreach (var (a, b) in ((Subject, Subject)[])[(one, other), (one, moved), (other, moved)])
            {
                Assert.Equal(a.Context.Equals(b.Context), a.Context.Key == b.Context.Key);
                Assert.True(!a.Context.Equals(b.Context) || a.Context.GetHashCode() == b.Context.GetHashCode());
            }
        }, iter: 20_000);

    [Fact]
    public void S06_lists_that_the_caller_changes_later_change_nothing()
    {
        List<string> roles = ["r"], limits = ["a:view"];
        Subject subject = new("u", default, roles) { CredentialCapabilities = limits };
        roles.Add("admin");
        limits.Add("a:drop");

        Assert.Equal(["r"], subject.Roles);
        Assert.Equal(["a:view"], subject.CredentialCapabilities!);
    }
}
