using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using Cks.Rbac;
using Microsoft.CodeAnalysis;

namespace Cks.Cli.Tests.Adopting;

/// <summary><c>cks adopt</c>.</summary>
public sealed class AdoptCommandTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private static readonly string Sample = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Cks.Samples.Existing", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name, "Cks.Samples.Existing.dll"));

    [Fact]
    public async Task The_policy_of_the_sample_is_the_one_that_stands_beside_it_and_what_cannot_be_read_is_listed()
    {
        var path = Path.Combine(folder.Root, "sample.rbac.json");

        var run = await Tool.RunAsync(folder.Root, "adopt", Sample, "-o", path);

        Assert.Equal(1, run.Exit);
        Assert.Equal(
            """
            CKS602 ReportsController.Margin RequireClaim asks for more than roles; reports:margin is denied. Read it yourself, and write what it means into the policy.
            CKS602 policy "Finance" (ShopServices.AddShop) RequireClaim asks for more than roles; policies:finance is denied. Read it yourself, and write what it means into the policy.
            CKS602 policy "OfficeHours" (ShopServices.AddShop) RequireAssertion asks for more than roles; policies:office-hours is denied. Read it yourself, and write what it means into the policy.
            3 rules were not read, and are denied.

            """.ReplaceLineEndings("\n"),
            string.Join('\n', run.Error.Split('\n').Select(l => l.StartsWith("warning ", StringComparison.Ordinal) ? l[8..] : l)));
        ApprovedFile.Check(Path.Combine(Repository.Root, "samples", "Cks.Samples.Existing", "policies", "adopted.json"), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(OptimizationLevel.Release)]
    [InlineData(OptimizationLevel.Debug)]
    public async Task Attributes_and_policies_are_read_as_the_framework_reads_them(OptimizationLevel level)
    {
        var permitted = await PermittedAsync(
            """
            [ApiController, Authorize(Roles = "Clerk, Boss")]
            public class OrdersController : ControllerBase
            {
                public int List() => 1;
                [Authorize(Roles = "Boss,Owner")] public int Close() => 1;
                [Authorize("Named")] public int Named() => 1;
                [Authorize(Policy = "NAMED", Roles = "Clerk")] public int Both() => 1;
                [AllowAnonymous] public int Open() => 1;
                [NonAction] public int Not() => 1;
                public int List(int other) => 1;
                [HttpGet] public async Task<int> SlowAsync() { await Task.Yield(); return 1; }
            }
            public abstract class Base : ControllerBase { [Authorize(Roles = "Owner")] public virtual int Shared() => 1; }
            [Authorize(Roles = "Owner,Boss")] public class HeirController : Base { public override int Shared() => 2; }
            [Authorize] public class AnyController : Controller { public int Get() => 1; }
            public class Plain { [Authorize(Roles = "Boss")] public class Nested { } }
            [Authorize(Roles = "Boss")] public class EditModel : PageModel { }
            [Authorize(Roles = "Clerk")] public class ChatHub : Hub { public int Look() => 1; [Authorize(Policy = "Built")] public int Send() => 1; }
            public static class Setup
            {
                private const string Constant = "Owner";
                public static void Add(IServiceCollection services)
                {
                    services.AddAuthorization(o => { o.AddPolicy("Named", p => p.RequireAuthenticatedUser().RequireRole("Clerk", Constant)); });
                    services.AddAuthorizationBuilder()
                        .AddPolicy("Built", new AuthorizationPolicyBuilder("Bearer").RequireRole("Clerk").Build())
                        .AddPolicy("List", p => { p.AddAuthenticationSchemes("x"); p.RequireRole(["Clerk", "Boss"]); })
                        .AddPolicy("Local", Local);
                }
                private static void Local(AuthorizationPolicyBuilder p) => p.RequireRole("Boss");
            }
            """,
            exit: 1, level: level);

        Assert.Equal(
            """
            boss: orders:close orders:list orders:slow pages:edit policies:list policies:local
            clerk: chat-hub:connect chat-hub:send orders:both orders:list orders:named orders:slow policies:built policies:list policies:named
            owner: heir:shared policies:named
            """,
            permitted);
    }

    /// <summary>What cannot be read for certain, each in an application of its own with one action.</summary>
    public static TheoryData<string, string> Unreadable => new()
    {
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireAssertion(c => true));" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(\"A\").RequireClaim(\"x\"));" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => { if (Environment.ProcessId > 1) p.RequireRole(\"A\"); else p.RequireRole(\"B\"); });" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(Environment.ProcessId > 1 ? \"A\" : \"B\"));" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(Names));" },
        { "[Authorize(\"P\")]", "var names = new[] { \"A\" }; Change(names); o.AddPolicy(\"P\", new AuthorizationPolicyBuilder().RequireRole(names).Build());" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => More(p.RequireRole(\"A\")));" },
        { "[Authorize(\"P\")]", "var b = new AuthorizationPolicyBuilder().RequireRole(\"A\"); if (Environment.ProcessId > 1) b.RequireRole(\"B\"); o.AddPolicy(\"P\", b.Build());" },
        { "[Authorize(\"P\")]", "var role = \"A\"; Turn(ref role); o.AddPolicy(\"P\", new AuthorizationPolicyBuilder().RequireRole(role).Build());" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(\"A\")); o.AddPolicy(\"p\", p => p.RequireRole(\"B\"));" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(\"A\")); o.AddPolicy(Environment.MachineName, p => p.RequireRole(\"B\"));" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => { try { p.RequireRole(\"A\"); } catch { } });" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", new AuthorizationPolicyBuilder(Other()).RequireRole(\"A\").Build());" },
        { "[Authorize(Roles = \"A\"), Answers]", "" },
        { "[Authorize(Roles = \"A\"), Convention]", "" },
        { "[Authorize(Roles = \"A\"), MiddlewareFilter(typeof(Setup))]", "" },
        { "[Authorize(Roles = \"A\")]", "App().MapControllers().RequireAuthorization(); o.DefaultPolicy = new AuthorizationPolicyBuilder().RequireClaim(\"x\").Build();" },
        { "[Authorize(Roles = \"A\")]", "new MvcOptions().Filters.Add(new AuthorizeFilter()); o.DefaultPolicy = new AuthorizationPolicyBuilder().RequireClaim(\"x\").Build();" },
        { "[Authorize, Authorize(Roles = \"A\")]", "Services().AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();" },
        { "[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(\"A\")); Services().AddSingleton<IAuthorizationPolicyProvider>(_ => null);" },
        { "[Authorize(Roles = \"A\")] public override void OnActionExecuting(ActionExecutingContext context) { } [Authorize(Roles = \"A\")]", "" },
        { "[Authorize(\"P\")]", "" },
        { "[Authorize]", "o.DefaultPolicy = new AuthorizationPolicyBuilder().RequireClaim(\"x\").Build();" },
        { "[Authorize(Roles = \" , \")]", "" },
        { "", "" },
        { "[Authorize(Roles = \"A\"), Mine]", "" },
        { "[Mine]", "" },
        { "[Authorize(Roles = \"A\"), Asks]", "" },
        { "[Authorize(Roles = \"A\"), Filter]", "" },
        { "[Authorize(Roles = \"A\"), TypeFilter(typeof(FilterAttribute))]", "" },
        { "[Authorize(Roles = \"A\")]", "new MvcOptions().Filters.Add(new AuthorizeFilter(\"P\"));" },
        { "[Authorize(Roles = \"A\")]", "App().MapControllers().RequireAuthorization(\"P\");" },
        { "[Authorize(Roles = \"A\")]", "App().MapControllers().RequireAuthorization(p => p.RequireClaim(\"x\"));" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task S19_what_cannot_be_read_is_denied_to_everybody_and_listed(string attributes, string setup)
    {
        var path = Compiled.Write(folder.Root, Application(attributes, setup));

        var run = await AdoptAsync(path);

        Assert.Equal(1, run.Exit);
        Assert.Contains("CKS602 OneController.Act ", run.Error, StringComparison.Ordinal);
        Assert.Contains("one:act is denied", run.Error, StringComparison.Ordinal);
        var policy = Load(run.Output);
        Assert.All(policy.Roles, r => Assert.DoesNotContain($"{r}: one:act", Permitted(policy), StringComparison.Ordinal));
        // Not merely left out: a permit that somebody adds does not open it.
        Assert.Contains("\"cannot-be-read\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_application_without_what_cannot_be_read_is_read()
    {
        var run = await AdoptAsync(Compiled.Write(folder.Root, Application("[Authorize(Roles = \"A\"), Harmless, Obsolete]", "App().MapControllers().RequireAuthorization(); new MvcOptions().Filters.Add(new AuthorizeFilter());"), "Harmless"));

        Assert.Equal((0, "Everything was read.\n"), (run.Exit, run.Error));
        Assert.Equal("a: one:act", Permitted(Load(run.Output)));
    }

    [Fact]
    public async Task S19_a_provider_of_its_own_makes_no_policy_certain_and_a_library_that_is_not_there_no_attribute()
    {
        var library = Compiled.Write(folder.Root, "public class FarAttribute : Attribute { }", "Library");
        var path = Compiled.Write(
            folder.Root,
            """
            public class OneController : ControllerBase { [Authorize("P")] public int Act() => 1; }
            public class TwoController : ControllerBase { [Authorize(Roles = "A"), Far] public int Act() => 1; }
            public class Names(Microsoft.Extensions.Options.IOptions<AuthorizationOptions> o) : DefaultAuthorizationPolicyProvider(o);
            public static class Setup { public static void Add(AuthorizationOptions o) => o.AddPolicy("P", p => p.RequireRole("A")); }
            """,
            "Apart", more: MetadataReference.CreateFromFile(library));
        Assert.Equal("a: two:act", Permitted(Load((await AdoptAsync(path)).Output)));
        File.Delete(library);

        var run = await AdoptAsync(path);

        Assert.Equal("", Permitted(Load(run.Output)));
        Assert.Contains("Names answers policy names by code of its own; one:act is denied", run.Error, StringComparison.Ordinal);
        Assert.Contains("[Far] is in a library that is not beside the application; two:act is denied", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_a_policy_does_not_take_are_mapped_each_to_its_own_and_the_mapping_is_listed()
    {
        var path = Compiled.Write(
            folder.Root,
            """
            public class OrdersController : ControllerBase
            {
                [Authorize(Roles = "Support Staff,support-staff")] public int Get() => 1;
                [Authorize(Roles = "support-staff")] public int Get(int id) => 1;
                [Authorize(Roles = "SUPPORT_STAFF,\u00c4rzte,1st,\u202e\n\u0007")] public int \u00c4ndern() => 1;
            }
            namespace Other { public class OrdersController : ControllerBase { [Authorize(Roles = "1st")] public int Get() => 1; } }
            """,
            "Names");

        var run = await AdoptAsync(path);

        Assert.Equal(0, run.Exit);
        Assert.Contains("// role \"Support Staff\" is support-staff-2\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            rzte: orders:ndern
            support-staff: orders:get orders:get-2
            support-staff-2: orders:get
            support_staff: orders:ndern
            x: orders:ndern
            x-1st: orders:get-3 orders:ndern
            """,
            Permitted(Load(run.Output)));
        Assert.DoesNotContain(run.Output, c => c is '\u202e' or '\u0007');
    }

    [Fact]
    public async Task What_a_plain_rule_of_all_controllers_asks_is_the_default_wherever_it_is_said()
    {
        var run = await AdoptAsync(Compiled.Write(
            folder.Root, Application("[Authorize(Roles = \"A,B\")]", "App().MapControllers().RequireAuthorization(); o.DefaultPolicy = new AuthorizationPolicyBuilder().RequireRole(\"B\", \"C\").Build();"), "Default"));

        Assert.Equal("b: one:act", Permitted(Load(run.Output)));
    }

    [Fact]
    public async Task S19_a_policy_that_is_built_by_what_adds_it_again_is_not_followed_without_end()
    {
        var run = await AdoptAsync(Compiled.Write(
            folder.Root,
            """
            public class OneController : ControllerBase { [Authorize("P")] public int Act() => 1; [Authorize("Q")] public int See() => 1; }
            public static class Setup
            {
                public static void Add(AuthorizationOptions o) => o.AddPolicy("P", Again);
                private static void Again(AuthorizationPolicyBuilder p) { new AuthorizationOptions().AddPolicy("Q", Again); p.RequireRole("A"); }
            }
            """,
            "Again"));

        Assert.Equal("a: one:act policies:p", Permitted(Load(run.Output)));
        Assert.Contains("one:see is denied", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S19_a_field_of_the_applications_own_may_hold_another_rule_than_the_one_beside_it()
    {
        // What this compiles to differs from a lambda that the compiler keeps only in whose field it is.
        var run = await AdoptAsync(Compiled.Write(
            folder.Root,
            """
            public class OneController : ControllerBase { [Authorize("P")] public int Act() => 1; }
            public static class Setup
            {
                public static Action<AuthorizationPolicyBuilder> Rule;
                public static void Add(AuthorizationOptions o) => o.AddPolicy("P", Rule ??= Local);
                private static void Local(AuthorizationPolicyBuilder p) => p.RequireRole("A");
            }
            """,
            "Field", language: Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp10));

        Assert.Equal("", Permitted(Load(run.Output)));
        Assert.Contains("one:act is denied", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_with_a_comma_in_it_is_not_two()
    {
        var run = await AdoptAsync(Compiled.Write(
            folder.Root,
            """
            public class OneController : ControllerBase { [Authorize("P")] public int Act() => 1; [Authorize(Roles = "A,B")] public int Act(int other) => 1; }
            public static class Setup { public static void Add(AuthorizationOptions o) => o.AddPolicy("P", p => p.RequireRole("A,B")); }
            """,
            "Comma"));

        Assert.Equal("a: one:act-2\na-b: one:act policies:p\nb: one:act-2", Permitted(Load(run.Output)));
    }

    [Fact]
    public async Task S19_a_value_that_is_nested_without_end_is_not_read()
    {
        // A named Roles that is an array of one object, which is an array of one object, and so on.
        byte[] level = [0x1D, 0x51, 1, 0, 0, 0];
        byte[] value = [1, 0, 1, 0, 0x54, 0x51, 5, .. "Roles"u8, .. Enumerable.Repeat(level, 200_000).SelectMany(b => b)];
        var assembly = new PersistedAssemblyBuilder(new("Nested"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Nested").DefineType("OneController", TypeAttributes.Public, typeof(object));
        type.SetCustomAttribute(typeof(Microsoft.AspNetCore.Authorization.AuthorizeAttribute).GetConstructor([])!, value);
        var method = type.DefineMethod("Act", MethodAttributes.Public, typeof(void), []);
        method.GetILGenerator().Emit(OpCodes.Ret);
        type.CreateType();
        var path = Path.Combine(folder.Root, "Nested.dll");
        assembly.Save(path);

        Assert.Contains("a value that is too long to be read; one:act is denied", (await AdoptAsync(path)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_a_guard_already_is_left_alone()
    {
        var path = Compiled.Write(
            folder.Root,
            """
            public class OneController : ControllerBase { [Authorize(Roles = "A"), Cks.Rbac.AspNetCore.RequireCaps("one:act")] public int Act() => 1; [Authorize("cks:one:see")] public int See() => 1; }
            """,
            "Half", more: MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(Sample)!, "Cks.Rbac.AspNetCore.dll")));

        var run = await AdoptAsync(path);

        Assert.Equal((0, ""), (run.Exit, Permitted(Load(run.Output))));
        Assert.Contains("// OneController.Act: has a guard already; no capability\n// OneController.See: has a guard already; no capability\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_with_two_roles_who_passes_by_both_is_a_finding()
    {
        var path = Compiled.Write(folder.Root, "[Authorize(Roles = \"A,B\")] public class OneController : ControllerBase { [Authorize(Roles = \"B,C\")] public int Act() => 1; }", "Two");

        var run = await AdoptAsync(path);

        Assert.Equal((1, "b: one:act"), (run.Exit, Permitted(Load(run.Output))));
        Assert.Contains("CKS602 OneController.Act somebody with several roles passes, which no role does by itself; one:act is for b alone.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_assembly_with_code_is_wrong_use()
    {
        folder.Write("text.dll", "no assembly");
        folder.Write("empty.dll", "");
        var reference = Compiled.Write(folder.Root, "[assembly: System.Runtime.CompilerServices.ReferenceAssembly] public class OneController : ControllerBase { [Authorize(Roles = \"A\")] public int Act() => 1; }", "Reference", isReference: true);

        foreach (var (file, message) in (IEnumerable<(string, string)>)[("text.dll", "is no assembly that can be read"), ("empty.dll", "is no assembly that can be read"), (reference, "is a reference assembly"), ("missing.dll", "missing.dll")])
        {
            var run = await Tool.RunAsync(folder.Root, "adopt", file);
            Assert.Equal((2, ""), (run.Exit, run.Output));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_broken_assembly_ends_with_an_answer()
    {
        var whole = await File.ReadAllBytesAsync(Compiled.Write(folder.Root, Application("[Authorize(\"P\")]", "o.AddPolicy(\"P\", p => p.RequireRole(\"A\"));"), "Whole"), TestContext.Current.CancellationToken);
        var random = new Random(8);
        var path = Path.Combine(folder.Root, "broken.dll");
        for (var i = 0; i < 400; i++)
        {
            var broken = i == 0 ? whole[..(whole.Length / 2)] : [.. whole];
            for (var n = 0; n < 40 && i > 0; n++)
                broken[random.Next(512, broken.Length)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(path, broken, TestContext.Current.CancellationToken);
            var errors = new List<string>();

            // A policy, or a sentence.
            var adopted = AdoptCommand.Read(path, errors.Add);

            Assert.Equal(adopted is null ? 1 : 0, errors.Count);
            if (adopted is not null)
                Assert.NotEmpty(adopted.Write());
        }
    }

    // The command in this process; that it runs as a tool the sample and what is no assembly show.
    private static async Task<ToolRun> AdoptAsync(string path)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exit = await AdoptCommand.RunAsync(path, new(output, error, null, ToolFormat.Text, IsQuiet: false), TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), error.ToString());
    }

    private async Task<string> PermittedAsync(string source, int exit, OptimizationLevel level)
    {
        var run = await AdoptAsync(Compiled.Write(folder.Root, source, $"Read{level}", level: level));
        Assert.Equal(exit, run.Exit);
        return Permitted(Load(run.Output));
    }

    private static Policy Load(string text)
    {
        var read = PolicyReader.Read("adopted.rbac.json", Encoding.UTF8.GetBytes(text));
        Assert.Empty(read.Diagnostics);
        return read.Value!;
    }

    /// <summary>The roles that are permitted anything, a line each.</summary>
    private static string Permitted(Policy policy)
    {
        return string.Join('\n', policy.Roles.Order(StringComparer.Ordinal).Select(r => (Role: r, Can: string.Join(' ', CanOf(policy, r)))).Where(r => r.Can.Length > 0).Select(r => $"{r.Role}: {r.Can}"));
    }

    private static IEnumerable<string> CanOf(Policy policy, string role)
    {
        var decisions = new PolicyDecisionPoint(Core.SnapshotStore<Policy>.Load("adopted"u8.ToArray(), _ => Core.LoadResult<Policy>.From(policy, new())));
        return decisions.WhatCan(new Subject("", default, [role])).Select(c => c.Name).Order(StringComparer.Ordinal);
    }

    private static string Application(string attributes, string setup) => $$"""
        public class OneController : Controller { {{attributes}} public int Act() => 1; }
        public class AnswersAttribute : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext context) { } }
        public class ConventionAttribute : Attribute, Microsoft.AspNetCore.Mvc.ApplicationModels.IActionModelConvention { public void Apply(Microsoft.AspNetCore.Mvc.ApplicationModels.ActionModel action) { } }
        public class MineAttribute : AuthorizeAttribute { public MineAttribute() => Roles = "A"; }
        public class AsksAttribute : Attribute, IAuthorizationRequirementData { public IEnumerable<IAuthorizationRequirement> GetRequirements() => []; }
        public class FilterAttribute : Attribute, IAuthorizationFilter { public void OnAuthorization(AuthorizationFilterContext context) { } }
        public class HarmlessAttribute : Attribute { }
        public static class Setup
        {
            public static string[] Names = ["A"];
            public static void Add(AuthorizationOptions o) { {{setup}} }
            private static void Change(string[] names) { }
            private static void Turn(ref string role) { }
            private static void More(AuthorizationPolicyBuilder p) { }
            private static AuthorizationPolicy Other() => null;
            private static IEndpointRouteBuilder App() => null;
            private static IServiceCollection Services() => null;
        }
        """;
}
