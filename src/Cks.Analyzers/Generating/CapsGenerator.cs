using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Cks.Analyzers;

/// <summary>Writes <c>Caps</c> from the policy files among the additional files of a project: a constant for each capability, in the root namespace.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class CapsGenerator : IIncrementalGenerator
{
    /// <summary>Names of the steps.</summary>
    public const string FilesStep = "Files", CapsStep = "Caps";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(file => PolicyFile.Is(file.Path))
            .Select((file, cancellation) => PolicyFile.Read(file.Path, file.GetText(cancellation)?.ToString() ?? ""))
            .WithTrackingName(FilesStep);
        var project = context.AnalyzerConfigOptionsProvider.Select((options, _) => (
            Namespace: options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var root) ? root : "",
            Folder: options.GlobalOptions.TryGetValue("build_property.ProjectDir", out var folder) ? folder : ""));
        var caps = files.Collect().Combine(project)
            .Select((both, _) => CapsModel.Of(both.Left, both.Right.Namespace, both.Right.Folder))
            .WithTrackingName(CapsStep);
        context.RegisterSourceOutput(caps, (output, model) =>
        {
            if (model.Resources.Count > 0)
                output.AddSource("Caps.g.cs", SourceText.From(CapsWriter.Write(model), Encoding.UTF8));
        });
    }
}
