namespace Cks.Architecture.Tests;

public sealed class PublicSurfaceTests
{
    /// <summary>Public classes that are open on purpose, with the reason.</summary>
    private static readonly Dictionary<string, string> OpenOnPurpose = [];

    /// <summary>Asynchronous methods whose shape is not ours to choose, with the reason.</summary>
    private static readonly Dictionary<string, string> ShapedByOthers = [];

    public static TheoryData<string> Packages => ArrowTests.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_are_closed(string package) => Assert.Empty(PublicTypes.Open(TypesOf(package), OpenOnPurpose));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_stand_in_the_namespace_of_their_package(string package) => Assert.Empty(PublicTypes.OutsideNamespace(package, TypesOf(package)));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Asynchronous_methods_say_so_and_can_be_cancelled(string package) => Assert.Empty(PublicTypes.Asynchronous(TypesOf(package), ShapedByOthers));

    [Fact]
    public void Exceptions_to_the_rules_exist()
    {
        var types = Repository.Packages.SelectMany(p => TypesOf(p.Name)).ToArray();

        Assert.Empty(PublicTypes.Stale(OpenOnPurpose, types));
        Assert.Empty(PublicTypes.Stale(ShapedByOthers, types));
        Assert.Equal(["Cks.Gone is listed as an exception and does not exist."], PublicTypes.Stale(new Dictionary<string, string> { ["Cks.Gone"] = "why" }, types));
    }

    [Fact]
    public void An_open_class_is_found_and_an_excepted_one_is_not()
    {
        Type[] types = [typeof(Fixture.Open), typeof(Fixture.Closed), typeof(Fixture.Base), typeof(Fixture.Static), typeof(Fixture.Value), typeof(Fixture.IContract), typeof(Fixture.Kind)];

        Assert.Equal([$"{typeof(Fixture.Open).FullName} is open: seal it, or list it with a reason."], PublicTypes.Open(types, OpenOnPurpose));
        Assert.Empty(PublicTypes.Open(types, new Dictionary<string, string> { [typeof(Fixture.Open).FullName!] = "for the test" }));
    }

    [Fact]
    public void A_type_in_a_foreign_namespace_is_found()
    {
        Assert.Single(PublicTypes.OutsideNamespace("Cks.Core", [typeof(Fixture.Closed), typeof(Core.CksCode)]));
        Assert.Empty(PublicTypes.OutsideNamespace("Cks.Architecture.Tests", [typeof(Fixture.Closed)]));
        Assert.Single(PublicTypes.OutsideNamespace("Cks.Core", [typeof(Microsoft.Extensions.DependencyInjection.NotAnExtension)]));
    }

    [Fact]
    public void A_badly_shaped_asynchronous_method_is_found()
    {
        var name = typeof(Fixture.Calls).FullName;

        Assert.Equal(
            [
                $"{name}.EarlyAsync is asynchronous: take a CancellationToken last.",
                $"{name}.Load is asynchronous: end its name in Async.",
                $"{name}.StreamAsync is asynchronous: take a CancellationToken last.",
            ],
            PublicTypes.Asynchronous([typeof(Fixture.Calls)], ShapedByOthers).Order(StringComparer.Ordinal));
        Assert.Equal(2, PublicTypes.Asynchronous([typeof(Fixture.Calls)], new Dictionary<string, string> { [$"{name}.Load"] = "for the test" }).Count());
    }

    [Fact]
    public void The_contract_of_a_package_is_held_to_the_rule_too() =>
        Assert.Single(PublicTypes.Asynchronous([typeof(Fixture.IContract)], ShapedByOthers));

    private static IEnumerable<Type> TypesOf(string package) =>
        Repository.Packages.Single(p => p.Name == package).Assembly.GetExportedTypes().Where(t => !t.FullName!.Contains('<', StringComparison.Ordinal));
}
