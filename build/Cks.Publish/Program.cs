using Cks.Publish;

return await PublishTool.RunAsync(args, Console.Out, Console.Error);
