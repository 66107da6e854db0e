SELECT id, version, epoch, sequence FROM approved_workflows WHERE false;
